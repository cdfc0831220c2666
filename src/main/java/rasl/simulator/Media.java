package rasl.simulator;

import java.time.Instant;

/**
 * A file that WhatsApp keeps.
 *
 * @param number the phone number id it belongs to
 * @param sha256 lower-case hex
 * @param filename empty where none was given
 * @param expires from then on the id is unknown
 * @param inbound whether a customer sent it
 */
record Media(
    String id,
    String number,
    String mimeType,
    String sha256,
    long size,
    String filename,
    Instant expires,
    boolean inbound) {}
