package rasl.simulator;

/**
 * A business number that the simulator plays, with the app that may use it.
 *
 * @param phoneNumberId Meta's id of the number, digits; it stands in the paths
 * @param displayPhoneNumber the number itself, digits with country code
 * @param verifiedName the name that customers see
 * @param wabaId the WhatsApp Business Account of the number
 * @param appId the app that is subscribed to the account
 * @param accessToken what callers must present
 * @param appSecret signs the webhooks
 * @param verifyToken presented to the callback when it is verified
 * @param secretsTold whether the control API may tell the app secret and the verify token: not
 *     where they are those of a real app
 */
public record SimulatorAccount(
    String phoneNumberId,
    String displayPhoneNumber,
    String verifiedName,
    String wabaId,
    String appId,
    String accessToken,
    String appSecret,
    String verifyToken,
    boolean secretsTold) {

  /** A number whose secrets are the simulator's own. */
  public SimulatorAccount(
      String phoneNumberId,
      String displayPhoneNumber,
      String verifiedName,
      String wabaId,
      String appId,
      String accessToken,
      String appSecret,
      String verifyToken) {
    this(
        phoneNumberId,
        displayPhoneNumber,
        verifiedName,
        wabaId,
        appId,
        accessToken,
        appSecret,
        verifyToken,
        true);
  }

  /** Names the number, and keeps the secrets to itself. */
  @Override
  public String toString() {
    return "SimulatorAccount[" + phoneNumberId + ", " + displayPhoneNumber + "]";
  }
}
