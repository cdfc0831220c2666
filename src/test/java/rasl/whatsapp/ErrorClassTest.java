package rasl.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rasl.whatsapp.graph.ErrorClass;
import rasl.whatsapp.graph.GraphError;

/** Meta's table of errors, with what follows from each. */
class ErrorClassTest {

  @ParameterizedTest
  @CsvSource({
    "RETRY, '2 4 80007 80008 130429 131016 131057 133000 133004 134101'",
    "RETRY_FEW, '1 131000'",
    "PAIR_RETRY, '131056'",
    "LATER, '131048 131064 132015 133008 133009 133015 133016'",
    "ANOTHER_DAY, '131049'",
    "FIX, '100 506 803 131008 131009 131021 131030 131051 131053 131055 131062 132000 132005'",
    "FIX, '132008 132012 132018 133005 133006 134100 135000 136024 147001 147005 2388024'",
    "FIX, '131063'",
    "PERMANENT, '130403 130472 130497 131026 131050 131052 137000'",
    "TEMPLATE, '131047 132001 132007 132016 132068 132069 134102'",
    "HALT, '0 3 10 33 104 190 200 250 299 368 131005 131031 131037 131042 131045'",
    "HALT, '133010 134011'"
  })
  void everyCodeHasItsClass(ErrorClass expected, String codes) {
    for (String code : codes.split(" ", -1)) {
      assertThat(ErrorClass.of(error(code, false))).as(code).isEqualTo(expected);
    }
  }

  @Test
  void aNumberThatWhatsAppDoesNotKnowHaltsAndAnyOtherWrongParameterDoesNot() {
    assertThat(ErrorClass.of(new GraphError(100, 33, "", "", false))).isEqualTo(ErrorClass.HALT);
    assertThat(ErrorClass.of(error("100", false))).isEqualTo(ErrorClass.FIX);
  }

  @Test
  void whatNobodyKnowsIsTheEndUnlessItPasses() {
    assertThat(ErrorClass.of(error("4711", false))).isEqualTo(ErrorClass.FIX);
    assertThat(ErrorClass.of(error("4711", true))).isEqualTo(ErrorClass.RETRY);
  }

  private static GraphError error(String code, boolean passes) {
    return new GraphError(Integer.parseInt(code), "", "", passes);
  }
}
