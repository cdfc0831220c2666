package rasl.whatsapp.simulator;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import rasl.http.RawResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /{phone-number-id}/messages}: texts, and marking a customer's message as read. */
final class MessagesApi {
  private final World world;
  private final Courier courier;
  private final GraphAnswers answers;
  private final CountDownLatch stopping;

  /**
   * Makes the endpoint.
   *
   * @param stopping ends the delays of faults when the simulator stops
   */
  MessagesApi(World world, Courier courier, GraphAnswers answers, CountDownLatch stopping) {
    this.world = world;
    this.courier = courier;
    this.answers = answers;
    this.stopping = stopping;
  }

  RawResponse post(String version, SimulatorAccount account, JsonNode request) {
    JsonNode product = request.path("messaging_product");
    if (product.isMissingNode() || product.isNull()) {
      throw MetaError.parameter("The parameter messaging_product is required.").thrown();
    }
    if (!product.asString("").equals("whatsapp")) {
      throw MetaError.parameter(
              "Param messaging_product must be one of {WHATSAPP} - got " + product)
          .thrown();
    }
    return request.has("status")
        ? markAsRead(version, account, request)
        : send(version, account, MessageParser.parse(request, account));
  }

  private RawResponse send(String version, SimulatorAccount account, OutgoingText message) {
    Optional<Fault> fault = world.takeFault(message.to());
    fault.ifPresent(it -> holdBack(it.delayMs()));
    if (fault.isPresent() && !fault.get().accepts()) {
      return misbehave(version, fault.get());
    }
    String wamid = world.accept(account, message, fault.map(Fault::failsLaterWith).orElse(0));
    courier.planned();
    return fault.filter(it -> it.drop() == Fault.Drop.AFTER).isPresent()
        ? RawResponse.dropConnection()
        : answers.success(version, account, accepted(message, wamid));
  }

  private RawResponse misbehave(String version, Fault fault) {
    if (fault.drop() == Fault.Drop.BEFORE) {
      return RawResponse.dropConnection();
    }
    if (fault.code() == 0) {
      return answers.withoutErrorObject(fault.httpStatus());
    }
    ErrorTable.Entry entry = ErrorTable.get(fault.code());
    int status = fault.httpStatus() == 0 ? entry.httpStatus() : fault.httpStatus();
    return answers.error(version, MetaError.of(status, fault.code(), entry.details()));
  }

  private ObjectNode accepted(OutgoingText message, String wamid) {
    ObjectNode body = answers.object();
    body.put("messaging_product", "whatsapp");
    body.putArray("contacts").addObject().put("input", message.input()).put("wa_id", message.to());
    body.putArray("messages").addObject().put("id", wamid);
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
    if (!world.knowsInbound(id.stringValue())) {
      throw MetaError.of(131009, "Message id is not that of a message received by this number")
          .thrown();
    }
    return answers.success(version, account, answers.object().put("success", true));
  }

  private void holdBack(long delayMs) {
    try {
      boolean _ = stopping.await(delayMs, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
