package rasl.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rasl.http.RawResponse;

/**
 * An answer that is not as documented fails: without these, a checker that lets everything pass
 * would look like an API without faults.
 */
class ApiContractTest {
  private static final String ID = "5f0c3d9e-6c1b-4d39-9a53-0b0f2d7a3c11";
  private static final String META =
      "'meta':{'request_id':'" + ID + "','timestamp':'2026-03-04T05:06:07.089Z'}";
  private static final String STATUS =
      "{'id':7,'name':'New','color':null,'created_at':'2026-03-04T05:06:07.089Z',"
          + "'updated_at':'2026-03-04T05:06:07.089Z'}";
  private static final String ONE = "{'success':true,'data':" + STATUS + "," + META + "}";
  private static final String LIST =
      "{'success':true,'data':["
          + STATUS
          + "],'meta':{'request_id':'"
          + ID
          + "','timestamp':'2026-03-04T05:06:07.089Z',"
          + "'pagination':{'per_page':15,'next_cursor':null}}}";
  private static final String NOT_FOUND =
      "{'success':false,'error':{'code':'NOT_FOUND','message':'Not found'}," + META + "}";

  private final ApiContract contract = ApiContract.published();

  @Test
  void aRightAnswerPasses() {
    assertThatCode(() -> check("/api/v2/statuses/7", 200, ONE)).doesNotThrowAnyException();
    assertThatCode(() -> check("/api/v2/statuses?page=1", 200, LIST)).doesNotThrowAnyException();
    assertThatCode(() -> check("/api/v2/statuses/7", 404, NOT_FOUND)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'id':7            | 'id':7,'secret':1   | secret",
        "'id':7            | 'id':'7'            | string found, integer expected",
        "'id':7            | 'id':null           | null found, integer expected",
        "'id':7            | 'id':0              | minimum value of 1",
        "'name':'New',     | \"\"                | 'name' not found",
        "'color':null      | 'color':'green'     | regex pattern",
        "'color':null      | 'color':5           | integer found",
        "'success':true    | 'success':false     | constant value",
        ".089Z             | Z                   | regex pattern",
        "'meta':{          | 'meta':{'more':1,   | more",
      })
  void anAnswerFailsWithOneThingWrong(String right, String wrong, String complaint) {
    assertThat(ONE).contains(right);
    assertThatThrownBy(() -> check("/api/v2/statuses/7", 200, ONE.replace(right, wrong)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void anUndocumentedStatusFails() {
    assertThatThrownBy(() -> check("/api/v2/statuses/7", 203, ONE))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("203");
  }

  @Test
  void anotherMediaTypeFails() {
    var headers = Map.of("X-Request-Id", ID, "Content-Type", "text/plain");
    assertThatThrownBy(() -> check("GET", "/api/v2/statuses/7", reply(200, ONE, headers)))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void aMissingOrUndocumentedHeaderFails() {
    var json = Map.of("Content-Type", "application/json");
    assertThatThrownBy(() -> check("GET", "/api/v2/statuses/7", reply(200, ONE, json)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("X-Request-Id");
    var more = Map.of("X-Request-Id", ID, "Content-Type", "application/json", "X-Powered-By", "us");
    assertThatThrownBy(() -> check("GET", "/api/v2/statuses/7", reply(200, ONE, more)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("X-Powered-By");
  }

  @Test
  void aWrongErrorCodeOrAnErrorsSurplusDetailFails() {
    assertThatThrownBy(
            () -> check("/api/v2/statuses/7", 404, NOT_FOUND.replace("NOT_FOUND", "GONE")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(
            () ->
                check(
                    "/api/v2/statuses/7",
                    404,
                    NOT_FOUND.replace("'message'", "'details':{'id':7},'message'")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("details");
  }

  @Test
  void aRowMayLackFieldsOnlyWhereFieldsWereAskedFor() {
    String narrow = LIST.replace("'name':'New',", "");
    assertThatCode(() -> check("/api/v2/statuses?fields=color", 200, narrow))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> check("/api/v2/statuses?sort=name", 200, narrow))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("'name' not found");
  }

  @Test
  void whatIsNoOperationIsRefusedInTheEnvelope() {
    assertThatCode(() -> check("/api/v2/nothing", 404, NOT_FOUND)).doesNotThrowAnyException();
    assertThatThrownBy(() -> check("/api/v2/nothing", 200, ONE)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> check("/api/v2/nothing", 404, "{}"))
        .isInstanceOf(AssertionError.class);
    String wrongMethod = NOT_FOUND.replace("NOT_FOUND", "METHOD_NOT_ALLOWED");
    assertThatThrownBy(() -> check("PUT", "/api/v2/statuses", reply(405, wrongMethod)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Allow");
  }

  private void check(String path, int status, String body) {
    check("GET", path, reply(status, body));
  }

  private void check(String method, String path, RawResponse reply) {
    contract.check(method, path, reply);
  }

  private static RawResponse reply(int status, String body) {
    return reply(status, body, Map.of("X-Request-Id", ID, "Content-Type", "application/json"));
  }

  private static RawResponse reply(int status, String body, Map<String, String> headers) {
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return new RawResponse(status, headers, bytes);
  }
}
