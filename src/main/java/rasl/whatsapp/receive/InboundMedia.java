package rasl.whatsapp.receive;

/**
 * A file that a customer sent; WhatsApp keeps it for 7 days. Texts that WhatsApp did not give are
 * empty.
 *
 * @param kind image, video, document, audio or sticker
 * @param mediaId by which the Graph API gives it
 * @param sha256 as WhatsApp writes it: in Base64, or in hex
 * @param voice whether it was recorded as a voice message
 */
public record InboundMedia(
    String kind,
    String mediaId,
    String mimeType,
    String sha256,
    String filename,
    String caption,
    boolean voice) {}
