package rasl.simulator;

import java.util.Locale;
import java.util.Optional;
import rasl.http.RawResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /{phone-number-id}/messages}: messages of every type, and marking a customer's
 * message as read.
 */
final class MessagesApi {
  private final World world;
  private final Courier courier;
  private final MediaApi media;
  private final Faults faults;
  private final GraphAnswers answers;

  MessagesApi(World world, Courier courier, MediaApi media, Faults faults, GraphAnswers answers) {
    this.world = world;
    this.courier = courier;
    this.media = media;
    this.faults = faults;
    this.answers = answers;
  }

  /**
   * Sends, or marks as read.
   *
   * @param marketing whether it came by {@code marketing_messages}, which takes templates of that
   *     category only
   */
  RawResponse post(GraphCall call, boolean marketing) {
    call.checkProduct();
    String version = call.request().version();
    ObjectNode request = call.request().parameters().json();
    request.remove("access_token");
    if (request.has("status")) {
      return markAsRead(version, call.account(), request);
    }
    OutgoingMessage message = MessageParser.parse(request);
    if (marketing && !message.isTemplate()) {
      throw MetaError.of(131055, "Only template messages are supported by this endpoint.").thrown();
    }
    return send(version, call.account(), message, marketing);
  }

  private RawResponse send(
      String version, SimulatorAccount account, OutgoingMessage message, boolean marketing) {
    for (MediaReferences.Reference reference : MediaReferences.of(message)) {
      media.checkReference(account, reference.type(), reference.media());
    }
    String user = world.recipient(account, message);
    checkNotBlocked(account, user);
    String plain = message.isTemplate() ? category(account, message) : "service";
    if (marketing && !plain.equals("marketing")) {
      throw MetaError.of(134100, ErrorTable.get(134100).details()).thrown();
    }
    String category = marketing ? "marketing_lite" : plain;
    Optional<Fault> fault = world.takeFault(Fault.MESSAGES, user);
    fault.ifPresent(faults::holdBack);
    if (fault.isPresent() && !fault.get().accepts()) {
      return faults.answer(version, fault.get());
    }
    Fact.Accepted accepted =
        world.accept(account, message, category, fault.map(Fault::failsLaterWith).orElse(0));
    courier.planned();
    return fault.filter(it -> it.drop() == Fault.Drop.AFTER).isPresent()
        ? RawResponse.dropConnection()
        : answers.success(version, account, accepted(message, accepted));
  }

  private void checkNotBlocked(SimulatorAccount account, String user) {
    if (new Shelf(world, BlockApi.shelf(account.phoneNumberId())).get(user).isPresent()) {
      throw MetaError.of(130403, ErrorTable.get(130403).details()).thrown();
    }
  }

  /** The price category of a template message that is in order. */
  private String category(SimulatorAccount account, OutgoingMessage message) {
    Param content = message.content();
    String name = content.get("name").node().asString("");
    String language = content.get("language").get("code").node().asString("");
    Template template =
        world
            .ask(state -> state.templates().find(account.wabaId(), name, language))
            .orElseThrow(() -> TemplateCheck.missing(content));
    TemplateCheck.check(template, template.status(world.now()), content);
    if (message.byUserId() && template.category().equals("AUTHENTICATION")) {
      throw MetaError.of(131062, ErrorTable.get(131062).details()).thrown();
    }
    return template.category().toLowerCase(Locale.ROOT);
  }

  private ObjectNode accepted(OutgoingMessage message, Fact.Accepted accepted) {
    ObjectNode body = answers.object();
    body.put("messaging_product", "whatsapp");
    ObjectNode contact = body.putArray("contacts").addObject().put("input", message.input());
    if (message.byUserId()) {
      contact.put("user_id", message.recipient());
    } else {
      contact.put("wa_id", accepted.to());
    }
    ObjectNode sent = body.putArray("messages").addObject().put("id", accepted.wamid());
    if (message.isTemplate()) {
      sent.put("message_status", "accepted");
    }
    return body;
  }

  private RawResponse markAsRead(String version, SimulatorAccount account, JsonNode request) {
    if (!request.path("status").asString("").equals("read")) {
      throw MetaError.parameter(
              "Param status must be one of {READ} - got " + request.path("status"))
          .thrown();
    }
    JsonNode id = request.path("message_id");
    if (!id.isString()) {
      throw MetaError.parameter("The parameter message_id is required.").thrown();
    }
    JsonNode typing = request.path("typing_indicator");
    if (!typing.isMissingNode() && !typing.path("type").asString("").equals("text")) {
      throw MetaError.parameter("Param typing_indicator['type'] must be one of {TEXT}.").thrown();
    }
    if (world.ask(state -> state.inboundAt(id.stringValue())).isEmpty()) {
      throw MetaError.of(131009, "Message id is not that of a message received by this number")
          .thrown();
    }
    return answers.success(version, account, answers.object().put("success", true));
  }
}
