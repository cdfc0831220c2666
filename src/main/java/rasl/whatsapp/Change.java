package rasl.whatsapp;

/**
 * One change out of a webhook.
 *
 * @param field such as {@code messages}
 * @param value the change's {@code value}, as JSON
 */
record Change(String phoneNumberId, String field, String value) {}
