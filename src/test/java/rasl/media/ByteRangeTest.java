package rasl.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0,0,1",
    "bytes=0-,0,10",
    "bytes=3-5,3,3",
    "bytes=3-99,3,7",
    "bytes=-4,6,4",
    "bytes=-99,0,10",
    "bytes=9-9,9,1",
    "bytes=10-,10,0",
    "bytes=-0,10,0",
    "bytes= 1 - 2,1,2"
  })
  void oneRangeOfTenBytes(String header, long from, long length) {
    assertThat(ByteRange.parse(Optional.of(header), 10)).contains(new ByteRange(from, length));
  }

  @ParameterizedTest
  @CsvSource({"bytes=-", "bytes=5-3", "bytes=a-b", "items=0-1", "bytes=0-1;2-3", "''", "bytes"})
  void whatIsNotUnderstoodIsTheWholeFile(String header) {
    assertThat(ByteRange.parse(Optional.of(header), 10)).isEmpty();
    assertThat(ByteRange.parse(Optional.of("bytes=0-1, 3-4"), 10)).isEmpty();
    assertThat(ByteRange.parse(Optional.empty(), 10)).isEmpty();
  }
}
