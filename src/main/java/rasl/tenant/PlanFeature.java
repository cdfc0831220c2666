package rasl.tenant;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a plan may or may not include (contract 2.7). A tenant has all that its plan does not lack.
 */
public enum PlanFeature {
  WHATSAPP_TEMPLATES,
  BULK_MESSAGING,
  CHATBOT,
  ADVANCED_ANALYTICS,
  CUSTOM_BRANDING;

  /** As the API and the command line write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<PlanFeature> of(String text) {
    return Stream.of(values()).filter(feature -> feature.text().equals(text)).findFirst();
  }
}
