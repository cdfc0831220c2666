package rasl.otp;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rasl.http.list.ListField;
import rasl.http.list.ListSpec;
import rasl.template.Compiled;
import rasl.template.Template;

/** A template that can carry codes, as callers see it. */
record OtpTemplateView(
    long id,
    String templateName,
    String language,
    String bodyText,
    int bodyParamsCount,
    String headerFormat,
    @Nullable String headerText,
    @Nullable String footerText,
    String status,
    Instant createdAt) {

  static final ListSpec SPEC =
      new ListSpec(
          "auth templates",
          "template.id",
          List.of(
              ListField.text("template_name", "name")
                  .sortable()
                  .filterable()
                  .searchable()
                  .notNull(),
              ListField.text("language", "language").sortable().filterable().notNull(),
              ListField.text("body_data", "body_text").searchable(),
              ListField.time("created_at", "created_at").sortable().notNull()),
          List.of(
              "template_name",
              "language",
              "body_text",
              "body_params_count",
              "header_format",
              "header_text",
              "footer_text",
              "status",
              "created_at"));

  static OtpTemplateView of(Template template) {
    Compiled compiled = template.compiled();
    return new OtpTemplateView(
        template.id(),
        template.name(),
        template.language(),
        compiled.body().text(),
        compiled.body().variables().size(),
        compiled.header().format(),
        compiled.header() instanceof Compiled.Header.Line(var text) ? text.text() : null,
        compiled.footer(),
        template.status(),
        template.createdAt());
  }
}
