package rasl.simulator;

/**
 * A customer.
 *
 * @param key names the customer within the simulator: the WhatsApp id, or the user id of one who
 *     has no phone number here
 * @param waId digits; empty for a customer without a phone number
 * @param userId business-scoped; empty where none was given
 * @param username empty where there is none
 * @param name of the profile
 * @param phoneHidden webhooks name this customer by user id only
 * @param reads whether messages are read
 * @param marketingStopped whether marketing fails with 131050
 */
record User(
    String key,
    String waId,
    String userId,
    String username,
    String name,
    boolean phoneHidden,
    boolean reads,
    boolean marketingStopped) {

  /** A person of whom only the key is known. */
  static User unknown(String key) {
    boolean byUserId = key.indexOf('.') >= 0;
    return new User(
        key,
        byUserId ? "" : key,
        byUserId ? key : "",
        "",
        byUserId ? key : "+" + key,
        byUserId,
        true,
        false);
  }

  User named(String newName) {
    return new User(key, waId, userId, username, newName, phoneHidden, reads, marketingStopped);
  }

  User withUserId(String newUserId) {
    return new User(key, waId, newUserId, username, name, phoneHidden, reads, marketingStopped);
  }
}
