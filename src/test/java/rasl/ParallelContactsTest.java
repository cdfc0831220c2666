package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.testkit.Api;

/** One person is one contact, and a limit is a limit, however many create at once. */
class ParallelContactsTest {
  private static final String PATH = "/api/v2/contacts";
  private static TestApp app;

  @BeforeAll
  static void start() {
    app = TestApp.start();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void ofAHundredCreatesOfOnePhoneOneMakesAContactAndTheOthersAreToldSo() throws Exception {
    Crm crm = Crm.of(app, "one-phone");
    List<Api.Reply> replies =
        atOnce(100, _ -> crm.api().send("POST", PATH, json(crm.fields("0500000001"))));
    assertThat(byStatus(replies)).isEqualTo(Map.of(201, 1L, 422, 99L));
    assertThat(replies)
        .filteredOn(reply -> reply.status() == 422)
        .allSatisfy(reply -> assertThat(Crm.fault(reply, "phone")).contains("already been taken"));
    assertThat(crm.contacts()).isEqualTo(1);
    assertThat(crm.events("contact")).hasSize(1);
  }

  @Test
  void ofAHundredCreatesOfOneEmailOneMakesAContact() throws Exception {
    Crm crm = Crm.of(app, "one-email");
    List<Api.Reply> replies =
        atOnce(
            100,
            i ->
                crm.api()
                    .send(
                        "POST",
                        PATH,
                        json(crm.fields("+9665000010%02d".formatted(i), "email", "a@b.c"))));
    assertThat(byStatus(replies)).isEqualTo(Map.of(201, 1L, 422, 99L));
    assertThat(crm.contacts()).isEqualTo(1);
  }

  @Test
  void aLimitIsNotOvershot() throws Exception {
    Crm crm = Crm.of(app, "limited");
    app.set("limited", Map.of("contact_limit", "30"));
    List<Api.Reply> replies =
        atOnce(
            80,
            i -> crm.api().send("POST", PATH, json(crm.fields("+9665000020%02d".formatted(i)))));
    assertThat(byStatus(replies)).isEqualTo(Map.of(201, 30L, 403, 50L));
    assertThat(crm.contacts()).isEqualTo(30);
  }

  @Test
  void batchesThatOverlapInAnyOrderMakeEachContactOnce() throws Exception {
    Crm crm = Crm.of(app, "batches");
    List<Map<String, Object>> contacts =
        IntStream.range(0, 300)
            .mapToObj(
                i -> crm.fields("+966500003%03d".formatted(i), "email", (299 - i) + "@example.com"))
            .toList();
    List<Api.Reply> replies =
        atOnce(
            8,
            i -> {
              var mine = new ArrayList<>(contacts);
              Collections.rotate(mine, i * 40);
              if (i % 2 == 0) {
                Collections.reverse(mine);
              }
              return i == 7
                  ? crm.api().send("POST", PATH, json(contacts.get(150)))
                  : crm.api().send("POST", PATH + "/batch", json(Map.of("contacts", mine)));
            });
    assertThat(replies).extracting(Api.Reply::status).isSubsetOf(200, 201, 422);
    assertThat(crm.contacts()).isEqualTo(300);
    assertThat(crm.events("contact")).hasSize(300);
  }

  @Test
  void contactsThatExchangeTheirPhonesNeverFailWithAnError() throws Exception {
    Crm crm = Crm.of(app, "exchange");
    long one = crm.create("+966500004001");
    long two = crm.create("+966500004002");
    for (int round = 0; round < 20; round++) {
      List<Api.Reply> replies =
          atOnce(
              2,
              i ->
                  crm.api()
                      .send(
                          "PATCH",
                          PATH + "/" + (i == 0 ? one : two),
                          json(Map.of("phone", i == 0 ? "0500004002" : "0500004001"))));
      assertThat(replies).extracting(Api.Reply::status).isSubsetOf(200, 422);
    }
  }

  @FunctionalInterface
  private interface Call {
    Api.Reply of(int number);
  }

  private static List<Api.Reply> atOnce(int count, Call call) throws Exception {
    var start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var futures = new ArrayList<Future<Api.Reply>>();
      for (int i = 0; i < count; i++) {
        int number = i;
        Callable<Api.Reply> task =
            () -> {
              start.await();
              return call.of(number);
            };
        futures.add(threads.submit(task));
      }
      start.countDown();
      var replies = new ArrayList<Api.Reply>();
      for (Future<Api.Reply> future : futures) {
        replies.add(future.get());
      }
      return replies;
    }
  }

  private static Map<Integer, Long> byStatus(List<Api.Reply> replies) {
    return new HashMap<>(
        replies.stream().collect(Collectors.groupingBy(Api.Reply::status, Collectors.counting())));
  }

  private static String json(Object body) {
    return rasl.json.Json.write(body);
  }
}
