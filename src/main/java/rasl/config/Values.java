package rasl.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import rasl.config.Setting.Kind;
import rasl.config.Setting.Standard;

/**
 * The values given, read one by one, every fault collected. Where a value is wrong, a stand-in is
 * returned; {@link Config#from} then throws, so that no stand-in is ever used.
 */
final class Values {
  private final Map<String, String> given = new HashMap<>();
  private final List<String> faults = new ArrayList<>();

  /** An empty value counts as not given: so compose files and service units can list a name. */
  Values(Map<String, String> environment) {
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("RASL_") && !value.isBlank()) {
            given.put(name, value.strip());
          }
        });
  }

  void fault(Setting setting, String problem) {
    faults.add(setting.name() + " " + problem);
  }

  List<String> faults() {
    return faults;
  }

  /** A name that we do not know is most often a slip, and its value would silently not count. */
  void refuseUnknownNames() {
    List<String> known = Settings.ALL.stream().map(Setting::name).toList();
    given.keySet().stream()
        .filter(name -> !known.contains(name))
        .sorted()
        .forEach(
            name ->
                faults.add(
                    name
                        + " is no setting of Rasl; the nearest name is "
                        + NearestName.of(name, known)
                        + "."));
  }

  Optional<String> text(Setting setting) {
    Optional<String> value = Optional.ofNullable(given.get(setting.name()));
    return value.isEmpty() && setting.standard() instanceof Standard.Value(var text)
        ? Optional.of(text)
        : value;
  }

  Optional<Secret> secret(Setting setting) {
    return text(setting).map(Secret::new);
  }

  int whole(Setting setting) {
    if (!(setting.kind() instanceof Kind.Whole(int min, int max))) {
      throw new IllegalArgumentException(setting.name() + " is no whole number");
    }
    return this.<Integer>parsed(
            setting,
            text ->
                text.matches("\\d{1,9}")
                    ? Optional.of(Integer.parseInt(text)).filter(n -> n >= min && n <= max)
                    : Optional.empty(),
            "must be a whole number from " + min + " to " + max)
        .orElse(min);
  }

  Duration time(Setting setting) {
    if (!(setting.kind() instanceof Kind.Time(var min, var max))) {
      throw new IllegalArgumentException(setting.name() + " is no duration");
    }
    return parsed(
            setting,
            text ->
                Durations.parse(text).filter(t -> t.compareTo(min) >= 0 && t.compareTo(max) <= 0),
            "must be "
                + Durations.FORM
                + ", from "
                + Durations.text(min)
                + " to "
                + Durations.text(max))
        .orElse(min);
  }

  LogLevel level(Setting setting) {
    return parsed(
            setting,
            text ->
                Arrays.stream(LogLevel.values())
                    .filter(level -> level.name().equals(text.toUpperCase(Locale.ROOT)))
                    .findFirst(),
            "must be error, warn, info or debug")
        .orElse(LogLevel.INFO);
  }

  /** Notes a value that is not among those to choose from. */
  void checkChoice(Setting setting) {
    if (setting.kind() instanceof Kind.Choice(var values)) {
      var _ =
          parsed(
              setting,
              text -> Optional.of(text).filter(values::contains),
              "must be one of " + String.join(", ", values));
    }
  }

  Optional<InetAddress> address(Setting setting) {
    return parsed(
        setting,
        text -> Network.parse(text).filter(_ -> text.indexOf('/') < 0).map(Network::address),
        "must be an IP address, such as 127.0.0.1 or ::1");
  }

  List<Network> networks(Setting setting) {
    List<Network> networks = new ArrayList<>();
    for (String part : text(setting).orElse("").split(",", -1)) {
      if (!part.isBlank()) {
        Network.parse(part.strip())
            .ifPresentOrElse(
                networks::add,
                () ->
                    fault(
                        setting,
                        "must be a comma list of IP addresses and CIDR networks, such as"
                            + " 10.0.0.2,172.16.0.0/12; '%s' is neither.".formatted(part.strip())));
      }
    }
    return List.copyOf(networks);
  }

  OutgoingAllow outgoing(Setting setting) {
    List<Network> networks = new ArrayList<>();
    List<String> hosts = new ArrayList<>();
    for (String part : text(setting).orElse("").split(",", -1)) {
      String one = part.strip();
      Optional<Network> network = Network.parse(one);
      Optional<String> host = OutgoingAllow.host(one);
      network.ifPresent(networks::add);
      host.ifPresent(hosts::add);
      if (!one.isEmpty() && network.isEmpty() && host.isEmpty()) {
        fault(
            setting,
            "must be a comma list of IP addresses, CIDR networks and host names, such as"
                + " 10.0.5.0/24,n8n.internal; '%s' is none of them.".formatted(one));
      }
    }
    return new OutgoingAllow(networks, hosts);
  }

  /** An absolute URL without query and fragment; a slash at its end is dropped. */
  Optional<URI> url(Setting setting) {
    return parsed(
        setting,
        Values::httpUrl,
        "must be an http or https URL without query, such as https://rasl.example.com");
  }

  /** Reads a value if there is one. Secrets are never repeated in a fault. */
  <T> Optional<T> parsed(Setting setting, Function<String, Optional<T>> parser, String rule) {
    Optional<String> text = text(setting);
    Optional<T> value = text.flatMap(parser);
    if (text.isPresent() && value.isEmpty()) {
      boolean hidden = setting.kind() instanceof Kind.Hidden;
      fault(setting, rule + (hidden ? "." : ", not '" + text.get() + "'."));
    }
    return value;
  }

  private static Optional<URI> httpUrl(String text) {
    try {
      var url = new URI(text.replaceFirst("/+$", ""));
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      boolean plain =
          url.getHost() != null
              && url.getRawQuery() == null
              && url.getRawFragment() == null
              && url.getRawUserInfo() == null;
      return web && plain ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }
}
