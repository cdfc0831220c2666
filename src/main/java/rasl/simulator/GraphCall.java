package rasl.simulator;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Graph call on an object of an account.
 *
 * @param account that the object belongs to
 */
record GraphCall(GraphRequest request, SimulatorAccount account) {

  /** Answers such a call with a JSON object. */
  interface Route {
    ObjectNode answer(GraphCall call);

    /**
     * The same route as one step: nothing that it reads changes before it has written. It must not
     * wait for a network.
     */
    default Route together(World world) {
      return call -> {
        Parameters _ = call.request().parameters(); // Read before anybody has to wait for it.
        return world.together(() -> answer(call));
      };
    }
  }

  /** A parameter as text. */
  Optional<String> text(String name) {
    return request.text(name);
  }

  /** All parameters. */
  Param root() {
    return request.parameters().root();
  }

  /** The last segment of the path, where it names a thing of the object. */
  String last() {
    return request.path().getLast();
  }

  /**
   * The fields that were asked for, or those that Meta gives by default.
   *
   * @throws GraphRefusedException the list is broken
   */
  FieldList fields(String usual) {
    return FieldList.parse(text("fields").filter(it -> !it.isBlank()).orElse(usual));
  }

  /** Refuses a call that does not say {@code "messaging_product": "whatsapp"}. */
  void checkProduct() {
    Param product = root().get("messaging_product");
    if (product.isAbsent()) {
      throw MetaError.parameter("The parameter messaging_product is required.").thrown();
    }
    if (!product.value().equalsIgnoreCase("whatsapp")) {
      throw product.wrong("must be one of {WHATSAPP} - got \"" + product.value() + "\".");
    }
  }
}
