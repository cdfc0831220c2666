package rasl.message.read;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import rasl.http.Query;
import rasl.http.list.ListField;
import rasl.http.list.ListSpec;
import rasl.message.MessageStatus;

/** What lists of messages can be asked. */
final class MessageSpecs {
  private static final List<String> TYPES =
      List.of(
          "text",
          "template",
          "image",
          "video",
          "document",
          "audio",
          "interactive",
          "sticker",
          "location",
          "contacts",
          "reaction",
          "button",
          "order",
          "system",
          "edit",
          "revoke",
          "call",
          "unsupported");

  static final ListSpec SPEC =
      new ListSpec(
          "messages",
          "message.id",
          List.of(
              ListField.time("created_at", "message.created_at").sortable().filterable().notNull(),
              ListField.time("updated_at", "message.updated_at").sortable().notNull(),
              ListField.oneOf("type", "message.type", TYPES).filterable().notNull(),
              ListField.oneOf("status", "message.status", MessageStatus.texts())
                  .filterable()
                  .notNull(),
              ListField.integer("interaction_id", "message.conversation_id").filterable(),
              ListField.oneOf("direction", "message.direction", List.of("inbound", "outbound"))
                  .filterable()
                  .notNull(),
              ListField.integer("contact_id", "message.contact_id").filterable()),
          Optional.of(ListSpec.Search.folded("message_search")),
          List.of(
              "interaction_id",
              "sender_id",
              "type",
              "message",
              "status",
              "message_id",
              "sent_at",
              "is_read",
              "direction",
              "group_id"),
          List.of());

  /** What the messages of one thread can be asked. */
  static ListSpec inThread(long thread) {
    return new ListSpec(
        "messages of " + thread,
        SPEC.idExpression(),
        asSaid(),
        SPEC.search(),
        Stream.concat(SPEC.returned().stream(), Stream.of("url", "media")).toList(),
        SPEC.includes());
  }

  /** The same fields, in the order in which people said things instead of that of arrival. */
  private static List<ListField> asSaid() {
    return Stream.concat(
            Stream.of(
                ListField.time("created_at", "message.said_at").sortable().filterable().notNull()),
            SPEC.fields().stream().filter(field -> !field.name().equals("created_at")))
        .toList();
  }

  /** What a query can ask: one for a thread gets its messages in the thread's order. */
  static ListSpec specFor(Query asked) {
    return asked.last("filter[interaction_id]").isEmpty()
        ? SPEC
        : new ListSpec(
            "messages of threads",
            SPEC.idExpression(),
            asSaid(),
            SPEC.search(),
            SPEC.returned(),
            SPEC.includes());
  }

  private MessageSpecs() {}
}
