package rasl.simulator;

import java.util.List;
import java.util.Map;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Business numbers: their fields, their registration and their callback. */
final class NumbersApi {
  private static final int USUAL_PAGE = 25;

  /** The code that {@code verify_code} takes once a code was asked for. */
  static final String RIGHT_CODE = "123456";

  private final World world;
  private final NumberFields fields;
  private final Callbacks callbacks;
  private final GraphPages pages;
  private final GraphAnswers answers;

  NumbersApi(
      World world,
      NumberFields fields,
      Callbacks callbacks,
      GraphPages pages,
      GraphAnswers answers) {
    this.world = world;
    this.fields = fields;
    this.callbacks = callbacks;
    this.pages = pages;
    this.answers = answers;
  }

  Map<String, GraphCall.Route> routes() {
    return Map.of(
        "GET ", call -> fields.of(call.account(), call.fields(NumberFields.USUAL)),
        "POST ", this::change,
        "POST register", this::register,
        "POST deregister", this::deregister,
        "POST request_code", this::requestCode,
        "POST verify_code", this::verifyCode);
  }

  /** The numbers of an account. */
  ObjectNode list(GraphCall call, List<SimulatorAccount> ofWaba) {
    FieldList wanted = call.fields(NumberFields.USUAL);
    List<JsonNode> all = List.copyOf(ofWaba.stream().map(it -> fields.of(it, wanted)).toList());
    return pages.page(call.request(), all, USUAL_PAGE);
  }

  /** The first registration sets the PIN; later ones must know it. */
  private ObjectNode register(GraphCall call) {
    call.checkProduct();
    String pin = pin(call.root().get("pin"));
    NumberProfile old = profile(call.account());
    if (!old.pin().isEmpty() && !old.pin().equals(pin)) {
      throw MetaError.of(133005, ErrorTable.get(133005).details()).thrown();
    }
    set(call.account(), old.register(true, pin));
    return answers.done();
  }

  /** Sets the PIN, the callback, or a name that nobody reviews here. */
  private ObjectNode change(GraphCall call) {
    Param pin = call.root().get("pin");
    Param webhook = call.root().get("webhook_configuration");
    Param name = call.root().get("new_display_name");
    Param visibility = call.root().get("search_visibility");
    if (pin.isAbsent() && webhook.isAbsent() && name.isAbsent() && visibility.isAbsent()) {
      throw MetaError.parameter("Param pin must be 6 digits.").thrown();
    }
    if (webhook.isPresent()) {
      Param given = webhook.object();
      callbacks.ofNumber(
          call.account(), given.get("override_callback_uri"), given.get("verify_token"));
    }
    if (name.isPresent()) {
      Shelf.of(world, "name", call.account().phoneNumberId())
          .put(Shelf.ONE, Json.mapper().createObjectNode().put("asked", name.text(512)));
    }
    if (pin.isPresent()) {
      NumberProfile old = profile(call.account());
      set(call.account(), old.register(old.registered(), pin(pin)));
    }
    return answers.done();
  }

  private ObjectNode deregister(GraphCall call) {
    NumberProfile old = profile(call.account());
    if (!old.registered()) {
      throw MetaError.of(133010, ErrorTable.get(133010).details()).thrown();
    }
    set(call.account(), old.register(false, old.pin()));
    return answers.done();
  }

  /**
   * Every number here is verified; still a program may ask for a new code, for example in a test.
   */
  private ObjectNode requestCode(GraphCall call) {
    String _ = call.root().get("code_method").oneOf(List.of("SMS", "VOICE"));
    String _ = call.root().get("language").text(10);
    codes(call.account()).put(Shelf.ONE, answers.object().put("asked", true));
    return answers.done();
  }

  private ObjectNode verifyCode(GraphCall call) {
    String code = call.root().get("code").text(20).replaceAll("[\\s-]", "");
    if (codes(call.account()).get(Shelf.ONE).isEmpty()) {
      throw MetaError.of(136024, "Ask for a code first: this number is verified already.").thrown();
    }
    if (!code.equals(RIGHT_CODE)) {
      throw MetaError.of(136025, "The code of the simulator is " + RIGHT_CODE + ".").thrown();
    }
    codes(call.account()).remove(Shelf.ONE);
    return answers.done().put("id", call.account().phoneNumberId());
  }

  private Shelf codes(SimulatorAccount account) {
    return Shelf.of(world, "codes", account.phoneNumberId());
  }

  private static String pin(Param pin) {
    if (!pin.value().matches("[0-9]{6}")) {
      throw MetaError.parameter("Param pin must be 6 digits.").thrown();
    }
    return pin.value();
  }

  private NumberProfile profile(SimulatorAccount account) {
    return world.ask(state -> state.profile(account.phoneNumberId()));
  }

  private void set(SimulatorAccount account, NumberProfile profile) {
    world.tell(new Fact.NumberSet(account.phoneNumberId(), profile));
  }
}
