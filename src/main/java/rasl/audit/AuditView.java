package rasl.audit;

import java.time.Instant;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * The public shape of an entry. Changing it changes the contract in api/openapi.yaml.
 *
 * @param id the entry's number in its chain, from 1 without gaps
 * @param address the client's; null where the change did not come by the network, or was blanked
 * @param before the fields that were changed, as they were; null where there were none
 * @param blanked whether a text was taken out later
 */
record AuditView(
    long id,
    Instant createdAt,
    String action,
    ActorView actor,
    @Nullable String address,
    TargetView target,
    @Nullable JsonNode before,
    @Nullable JsonNode after,
    boolean blanked,
    String hash) {

  record ActorView(String type, @Nullable Long id, @Nullable String name) {}

  record TargetView(String type, @Nullable Long id) {}

  static AuditView of(Chain.Link link) {
    Entry entry = link.entry();
    @Nullable JsonNode who = json(entry.who());
    return new AuditView(
        link.number(),
        entry.at(),
        entry.action(),
        new ActorView(entry.actorKind(), boxed(entry.actorId()), text(who, "name")),
        text(who, "address"),
        new TargetView(entry.target().type(), boxed(entry.target().id())),
        json(entry.before()),
        json(entry.after()),
        entry.who().isBlanked() || entry.before().isBlanked() || entry.after().isBlanked(),
        HexFormat.of().formatHex(link.hash()));
  }

  private static @Nullable JsonNode json(SaltedText text) {
    return text.text() == null ? null : Json.parseTrusted(text.text());
  }

  private static @Nullable String text(@Nullable JsonNode who, String field) {
    String text = who == null ? "" : who.path(field).asString("");
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Long boxed(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
