package rasl.simulator;

import java.util.Map;

/** Meta's error codes with the titles and HTTP statuses that they come with. */
final class ErrorTable {
  static final int WINDOW_CLOSED = 131047;
  static final int UNDELIVERABLE = 131026;

  private static final Entry UNKNOWN = new Entry(400, "Something went wrong", "");

  private static final Map<Integer, Entry> ENTRIES =
      Map.ofEntries(
          entry(0, 401, "AuthException", "We were unable to authenticate the app user."),
          entry(1, 400, "API Unknown", "Invalid request or possible server error."),
          entry(2, 503, "API Service", "Temporary due to downtime or due to being overloaded."),
          entry(3, 500, "API Method", "Capability or permissions issue."),
          entry(4, 400, "API Too Many Calls", "The app has reached its API call rate limit."),
          entry(
              10,
              403,
              "Permission Denied",
              "Permission is either not granted or has been removed."),
          entry(
              33,
              400,
              "Parameter value is not valid",
              "The business phone number has been deleted."),
          entry(
              100,
              400,
              "Invalid parameter",
              "The request included one or more unsupported or misspelled parameters."),
          entry(190, 401, "Access token has expired", "Your access token has expired."),
          entry(
              200, 403, "API Permission", "Permission is either not granted or has been removed."),
          entry(
              368,
              403,
              "Temporarily blocked for policies violations",
              "The WhatsApp Business Account has been restricted or disabled for violating a"
                  + " platform policy."),
          entry(
              80007,
              400,
              "Rate limit issues",
              "The WhatsApp Business Account has reached its rate limit."),
          entry(130429, 400, "Rate limit hit", "Cloud API message throughput has been reached."),
          entry(
              130472,
              400,
              "User's number is part of an experiment",
              "Message was not sent because the user's number is part of an experiment."),
          entry(
              130497,
              403,
              "Business account is restricted from messaging users in this country.",
              "The WhatsApp Business account is restricted from messaging to users in certain"
                  + " countries."),
          entry(
              131000,
              500,
              "Something went wrong",
              "Message failed to send due to an unknown error."),
          entry(
              131005,
              403,
              "Access denied",
              "Permission is either not granted or has been removed."),
          entry(
              131008,
              400,
              "Required parameter is missing",
              "The request is missing a required parameter."),
          entry(
              131009,
              400,
              "Parameter value is not valid",
              "One or more parameter values are invalid."),
          entry(131016, 500, "Service unavailable", "A service is temporarily unavailable."),
          entry(
              131021,
              400,
              "Recipient cannot be sender",
              "Sender and recipient phone number is the same."),
          entry(UNDELIVERABLE, 400, "Message undeliverable", "Message Undeliverable."),
          entry(
              131030,
              400,
              "Recipient phone number not in allowed list",
              "Recipient phone number not in allowed list: Add recipient phone number to recipient"
                  + " list and try again."),
          entry(
              131031,
              403,
              "Account has been locked",
              "The WhatsApp Business Account associated with the app has been restricted or"
                  + " disabled."),
          entry(
              131037,
              400,
              "WhatsApp provided number needs display name approval before message can be sent.",
              "The 555 business phone number used to send the request does not have an approved"
                  + " display name."),
          entry(
              131042,
              400,
              "Business eligibility payment issue",
              "Message failed to send because there were one or more errors related to your payment"
                  + " method."),
          entry(
              131045,
              500,
              "Incorrect certificate",
              "Message failed to send due to a phone number registration error."),
          entry(
              WINDOW_CLOSED,
              400,
              "Re-engagement message",
              "Message failed to send because more than 24 hours have passed since the customer"
                  + " last replied to this number."),
          entry(
              131048,
              400,
              "Spam rate limit hit",
              "Message failed to send because there are restrictions on how many messages can be"
                  + " sent from this phone number."),
          entry(
              131049,
              400,
              "This message was not delivered to maintain healthy ecosystem engagement.",
              "In order to maintain a healthy ecosystem engagement, the message failed to be"
                  + " delivered."),
          entry(
              131050,
              400,
              "Unable to deliver the message. This recipient has chosen to stop receiving marketing"
                  + " messages on WhatsApp from your business",
              "The recipient has opted out of marketing messages."),
          entry(131051, 400, "Unsupported message type", "Unsupported message type."),
          entry(
              131052,
              400,
              "Media download error",
              "Unable to download the media sent by the user."),
          entry(
              131053, 400, "Media upload error", "Unable to upload the media used in the message."),
          entry(
              131056,
              400,
              "(Business Account, Consumer Account) pair rate limit hit",
              "Too many messages sent from the sender phone number to the same recipient phone"
                  + " number in a short period of time."),
          entry(
              131057,
              500,
              "Account in maintenance mode",
              "Business Account is in maintenance mode."),
          entry(
              133004, 503, "Server Temporarily Unavailable", "Server is temporarily unavailable."),
          entry(
              133010,
              400,
              "Phone number not registered",
              "Phone number not registered on the WhatsApp Business Platform."),
          entry(
              135000,
              400,
              "Generic user error",
              "Message failed to send because of an unknown error with your request parameters."));

  private ErrorTable() {}

  record Entry(int httpStatus, String title, String details) {}

  /** What comes with a code; a general text for a code that is not in the table. */
  static Entry get(int code) {
    Entry entry = ENTRIES.get(code);
    return entry == null ? MoreErrors.ENTRIES.getOrDefault(code, UNKNOWN) : entry;
  }

  static Map.Entry<Integer, Entry> entry(int code, int httpStatus, String title, String details) {
    return Map.entry(code, new Entry(httpStatus, title, details));
  }
}
