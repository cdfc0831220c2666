package rasl.template;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/** The public shape of a template. Changing it changes the contract in api/openapi.yaml. */
record TemplateView(
    long id,
    String templateId,
    String templateName,
    String name,
    String language,
    String category,
    String status,
    @Nullable String rejectedReason,
    @Nullable String quality,
    String headerDataFormat,
    @Nullable String headerDataText,
    int headerParamsCount,
    @Nullable String headerFileUrl,
    @Nullable String headerVariableValue,
    String bodyData,
    int bodyParamsCount,
    @Nullable String bodyVariableValue,
    @Nullable String footerData,
    int footerParamsCount,
    String buttonsData,
    @Nullable Integer messageSendTtlSeconds,
    boolean addSecurityRecommendation,
    @Nullable Integer codeExpirationMinutes,
    @Nullable JsonNode otpButtonConfig,
    JsonNode components,
    Instant createdAt,
    Instant updatedAt) {

  /** The names that {@code fields} may ask for. */
  static final List<String> FIELDS =
      List.of(
          "template_id",
          "template_name",
          "name",
          "language",
          "category",
          "status",
          "rejected_reason",
          "quality",
          "header_data_format",
          "header_data_text",
          "header_params_count",
          "header_file_url",
          "header_variable_value",
          "body_data",
          "body_params_count",
          "body_variable_value",
          "footer_data",
          "footer_params_count",
          "buttons_data",
          "message_send_ttl_seconds",
          "add_security_recommendation",
          "code_expiration_minutes",
          "otp_button_config",
          "components",
          "created_at",
          "updated_at");

  static TemplateView of(Template template) {
    Compiled compiled = template.compiled();
    JsonNode components = Json.parseTrusted(template.components());
    JsonNode header = component(components, "HEADER");
    JsonNode body = component(components, "BODY");
    JsonNode buttons = component(components, "BUTTONS").path("buttons");
    return new TemplateView(
        template.id(),
        template.templateId(),
        template.name(),
        template.name(),
        template.language(),
        template.category(),
        template.status(),
        template.rejectedReason(),
        template.quality(),
        compiled.header().format(),
        compiled.header() instanceof Compiled.Header.Line(var text) ? text.text() : null,
        compiled.header() instanceof Compiled.Header.Line(var text) ? text.variables().size() : 0,
        compiled.header() instanceof Compiled.Header.Media(_, var example) ? example : null,
        json(header.path("example")),
        compiled.body().text(),
        compiled.body().variables().size(),
        json(body.path("example")),
        compiled.footer(),
        0,
        buttons.isArray() ? Json.write(buttons) : "[]",
        template.ttlSeconds(),
        body.path("add_security_recommendation").asBoolean(false),
        minutes(component(components, "FOOTER")),
        otpButton(buttons).orElse(null),
        components,
        template.createdAt(),
        template.updatedAt());
  }

  private static JsonNode component(JsonNode components, String type) {
    for (JsonNode component : components) {
      if (component.path("type").asString("").equalsIgnoreCase(type)) {
        return component;
      }
    }
    return Json.mapper().missingNode();
  }

  private static @Nullable String json(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? null : Json.write(node);
  }

  private static @Nullable Integer minutes(JsonNode footer) {
    JsonNode minutes = footer.path("code_expiration_minutes");
    return minutes.isInt() ? minutes.asInt() : null;
  }

  private static Optional<JsonNode> otpButton(JsonNode buttons) {
    for (JsonNode button : buttons) {
      if (button.has("otp_type") || button.path("type").asString("").equalsIgnoreCase("OTP")) {
        return Optional.of(button);
      }
    }
    return Optional.empty();
  }
}
