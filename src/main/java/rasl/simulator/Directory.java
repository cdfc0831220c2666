package rasl.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The customers, by all the names under which one can reach them. */
final class Directory {
  private final Map<String, User> users = new HashMap<>();
  private final Map<String, String> aliases = new HashMap<>();
  private final Map<String, String> byUserId = new HashMap<>();
  private final Set<String> met = new LinkedHashSet<>();
  private int indexed;
  private final List<String> order = new ArrayList<>();

  /** Adds or changes a customer; {@code phone} is another spelling of the number, or empty. */
  void put(User user, String phone) {
    users.put(user.key(), user);
    meet(user.key());
    if (!phone.isEmpty()) {
      aliases.put(phone, user.key());
    }
    if (!user.userId().isEmpty()) {
      byUserId.put(user.userId(), user.key());
    }
  }

  /** Somebody wrote, or was written to. */
  void meet(String key) {
    if (met.add(key)) {
      order.add(key);
    }
  }

  /** The customer behind these digits, whichever way they are spelled. */
  String key(String digits, boolean regional) {
    String alias = aliases.get(digits);
    if (alias != null) {
      return alias;
    }
    String waId = regional ? RegionalIds.waId(digits) : digits;
    return aliases.getOrDefault(waId, waId);
  }

  /** The customer with this user id, given or derived, if there is one. */
  Optional<String> keyOfUserId(String userId) {
    while (indexed < order.size()) {
      String key = order.get(indexed++);
      byUserId.putIfAbsent(userId(user(key)), key);
    }
    return Optional.ofNullable(byUserId.get(userId));
  }

  User user(String key) {
    User known = users.get(key);
    return known == null ? User.unknown(key) : known;
  }

  /** The user id that was given, or that follows from the number. */
  static String userId(User user) {
    return user.userId().isEmpty() ? RegionalIds.userId(user.waId()) : user.userId();
  }

  /** Everyone who wrote or was written to, the earliest first. */
  List<String> met() {
    return order;
  }

  void clear() {
    users.clear();
    aliases.clear();
    byUserId.clear();
    met.clear();
    order.clear();
    indexed = 0;
  }
}
