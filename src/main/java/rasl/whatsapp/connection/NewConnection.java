package rasl.whatsapp.connection;

import rasl.whatsapp.AccessSecret;
import rasl.whatsapp.Connection;

/** A connection to be stored; see {@link Connection}. */
public record NewConnection(
    String phoneNumberId,
    String businessAccountId,
    String displayPhoneNumber,
    AccessSecret accessToken,
    String appKey,
    boolean simulated) {}
