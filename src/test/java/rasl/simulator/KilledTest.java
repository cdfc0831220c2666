package rasl.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was answered 200 survives {@code kill -9}, and so do its webhooks. */
@Tag("process")
class KilledTest {
  private static final int ROUNDS = 3;
  private static final int SENDERS = 8;
  private static final int BEFORE_EACH_KILL = 300;

  @TempDir Path folder;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void killingTheProcessUnderLoadLosesNoAcceptedMessageAndNoStatus()
      throws IOException, InterruptedException {
    Set<String> accepted = new HashSet<>();
    try (var receiver = new Receiver()) {
      for (int round = 0; round < ROUNDS; round++) {
        accepted.addAll(loadAndKill(receiver));
      }
      try (SimulatorProcess last = SimulatorProcess.start(folder, receiver.url())) {
        List<String> outbox = outbox(last.url());
        assertThat(outbox).doesNotHaveDuplicates().containsAll(accepted);
        receiver.await(it -> heardOf(it, outbox), "a failure of every message");
      }
    }
    client.close();
  }

  /** Nobody wrote before, so that every message is accepted and fails outside the window. */
  private static boolean heardOf(Receiver receiver, List<String> outbox) {
    Set<String> heard = new HashSet<>();
    receiver.taken().forEach(update -> heard.add(update.path("id").asString("")));
    return heard.containsAll(outbox);
  }

  private List<String> loadAndKill(Receiver receiver) throws IOException, InterruptedException {
    var accepted = new ConcurrentLinkedQueue<String>();
    var answers = new Semaphore(0);
    List<Thread> senders = new ArrayList<>();
    try (SimulatorProcess process = SimulatorProcess.start(folder, receiver.url())) {
      for (int i = 0; i < SENDERS; i++) {
        senders.add(Thread.ofVirtual().start(() -> sendUntilDead(process, accepted, answers)));
      }
      assertThat(answers.tryAcquire(BEFORE_EACH_KILL, 20, TimeUnit.SECONDS)).isTrue();
      process.kill();
    }
    for (Thread sender : senders) {
      sender.join();
    }
    return List.copyOf(accepted);
  }

  private void sendUntilDead(
      SimulatorProcess process, ConcurrentLinkedQueue<String> accepted, Semaphore answers) {
    URI url = URI.create(process.url() + "/v25.0/" + Play.ACCOUNT.phoneNumberId() + "/messages");
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("Authorization", "Bearer " + Play.TOKEN)
            .POST(HttpRequest.BodyPublishers.ofString(Play.text("+966512345678", "Hello")))
            .build();
    try {
      while (true) {
        JsonNode answer = JsonMapper.shared().readTree(send(request));
        accepted.add(answer.at("/messages/0/id").stringValue());
        answers.release();
      }
    } catch (IOException _) {
      // The process was killed: that is what the senders wait for.
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> outbox(URI url) throws IOException, InterruptedException {
    String json = send(HttpRequest.newBuilder(URI.create(url + "/control/outbox")).build());
    return JsonMapper.shared()
        .readTree(json)
        .path("messages")
        .valueStream()
        .map(message -> message.path("wamid").stringValue())
        .toList();
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
