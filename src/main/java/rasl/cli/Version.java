package rasl.cli;

import java.util.Optional;

/** Which version this is. */
final class Version {
  private Version() {}

  /** The version in the jar's manifest; classes outside of a jar have none. */
  static String ours() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("unpackaged");
  }
}
