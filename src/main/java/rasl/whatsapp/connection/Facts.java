package rasl.whatsapp.connection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What WhatsApp said of a connection when it was asked last. Null is what it did not say.
 *
 * @param qualityRating such as {@code GREEN}
 * @param messagingLimit customers that may be written to in a day outside of their windows, such as
 *     {@code TIER_2K}
 * @param throughput {@code STANDARD} or {@code HIGH}
 * @param onPhoneApp whether the number is used in the WhatsApp Business app too
 * @param status {@code CONNECTED} where it can send
 * @param nameStatus of the display name
 * @param subscribed whether webhooks of the account go to an app of ours
 * @param tokenExpiresAt null where the token does not expire, too
 * @param tokenScopes what the token may do
 * @param templates how many the account has
 */
public record Facts(
    String displayPhoneNumber,
    @Nullable String verifiedName,
    @Nullable String qualityRating,
    @Nullable String messagingLimit,
    @Nullable String throughput,
    boolean onPhoneApp,
    @Nullable String status,
    @Nullable String nameStatus,
    @Nullable Boolean subscribed,
    @Nullable String tokenExpiresAt,
    @Nullable List<String> tokenScopes,
    @Nullable Long templates) {}
