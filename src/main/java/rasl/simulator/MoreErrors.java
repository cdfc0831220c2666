package rasl.simulator;

import static rasl.simulator.ErrorTable.entry;

import java.util.Map;

/** The errors of templates, flows, numbers and the newer calls. */
final class MoreErrors {
  static final Map<Integer, ErrorTable.Entry> ENTRIES =
      Map.ofEntries(
          entry(104, 401, "An access token is required", "The access token is missing."),
          entry(
              130403, 400, "Business has blocked this user", "The business has blocked this user."),
          entry(
              131055, 400, "Method not allowed", "This message cannot be sent with this endpoint."),
          entry(
              131062,
              400,
              "Recipient not supported",
              "Authentication templates need a phone number as recipient."),
          entry(
              131063,
              400,
              "Marketing templates disabled",
              "Marketing templates are disabled on Cloud API for this account."),
          entry(
              131064,
              400,
              "Template category limit reached",
              "The account has broken the rules of template categories too often."),
          entry(
              132000,
              400,
              "Number of parameters does not match the expected number of params",
              "The number of variable parameter values does not match the template."),
          entry(
              132001,
              404,
              "Template name does not exist in the translation",
              "The template does not exist in the specified language or has not been approved."),
          entry(132005, 400, "Translated text too long", "The translated text is too long."),
          entry(
              132007,
              400,
              "Template format character policy violated",
              "The template content violates a WhatsApp policy."),
          entry(
              132012,
              400,
              "Parameter format does not match format in the created template",
              "The variable parameter values are formatted incorrectly."),
          entry(
              132015,
              400,
              "Template is paused",
              "The template is paused due to low quality so it cannot be sent."),
          entry(
              132016,
              400,
              "Template is disabled",
              "The template has been paused too many times due to low quality and is now"
                  + " permanently disabled."),
          entry(
              132018,
              400,
              "Template parameters are invalid",
              "The template's parameters are invalid."),
          entry(132068, 400, "Flow is blocked", "The flow is in blocked state."),
          entry(
              132069,
              400,
              "Flow is throttled",
              "The flow is throttled: 10 messages in the last hour were sent already."),
          entry(
              133000,
              500,
              "Incomplete deregistration",
              "A previous deregistration attempt failed."),
          entry(
              133005,
              400,
              "Two step verification PIN mismatch",
              "The two-step verification PIN is incorrect."),
          entry(
              133006,
              400,
              "Phone number re-verification needed",
              "The phone number must be verified before it is registered."),
          entry(133008, 400, "Too many two step verification PIN guesses", "Too many wrong PINs."),
          entry(
              133009,
              400,
              "Two step verification PIN guessed too fast",
              "The PIN was entered too quickly."),
          entry(
              133015,
              400,
              "Please wait a few minutes before attempting to register this phone number",
              "The number was deleted recently."),
          entry(
              133016,
              400,
              "Account register deregister rate limit exceeded",
              "Registration or deregistration was tried too often."),
          entry(
              134011,
              400,
              "WhatsApp Payments terms of service has not been accepted",
              "The payments terms are pending."),
          entry(137000, 400, "Identity hash mismatch", "The customer's identity has changed."));

  private MoreErrors() {}
}
