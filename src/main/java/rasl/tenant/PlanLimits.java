package rasl.tenant;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a plan allows. -1 is unlimited; empty is not configured, and not enforced.
 *
 * @param contacts most contacts
 * @param conversations most threads with an outbound message a calendar month
 * @param campaigns most active campaigns
 * @param staff most members
 * @param callsPerMinute most that a token may be given; empty and -1 alike are no limit
 * @param storage most bytes of files
 * @param webhooks most endpoints that events are posted to
 */
public record PlanLimits(
    OptionalLong contacts,
    OptionalLong conversations,
    OptionalLong campaigns,
    OptionalLong staff,
    OptionalInt callsPerMinute,
    OptionalLong storage,
    OptionalLong webhooks) {

  /** Nothing is configured. */
  public static final PlanLimits NONE =
      new PlanLimits(
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalInt.empty(),
          OptionalLong.empty(),
          OptionalLong.empty());

  public PlanLimits withContacts(OptionalLong limit) {
    return new PlanLimits(
        limit, conversations, campaigns, staff, callsPerMinute, storage, webhooks);
  }

  public PlanLimits withConversations(OptionalLong limit) {
    return new PlanLimits(contacts, limit, campaigns, staff, callsPerMinute, storage, webhooks);
  }

  public PlanLimits withCampaigns(OptionalLong limit) {
    return new PlanLimits(contacts, conversations, limit, staff, callsPerMinute, storage, webhooks);
  }

  public PlanLimits withStaff(OptionalLong limit) {
    return new PlanLimits(
        contacts, conversations, campaigns, limit, callsPerMinute, storage, webhooks);
  }

  public PlanLimits withCallsPerMinute(OptionalInt limit) {
    return new PlanLimits(contacts, conversations, campaigns, staff, limit, storage, webhooks);
  }

  public PlanLimits withStorage(OptionalLong limit) {
    return new PlanLimits(
        contacts, conversations, campaigns, staff, callsPerMinute, limit, webhooks);
  }

  public PlanLimits withWebhooks(OptionalLong limit) {
    return new PlanLimits(
        contacts, conversations, campaigns, staff, callsPerMinute, storage, limit);
  }

  /** The most calls a minute that a token may be given; empty where that is any number. */
  public OptionalInt mostCallsPerMinute() {
    return callsPerMinute.isPresent() && callsPerMinute.getAsInt() > 0
        ? callsPerMinute
        : OptionalInt.empty();
  }

  static OptionalLong enforced(OptionalLong limit) {
    return limit.isPresent() && limit.getAsLong() >= 0 ? limit : OptionalLong.empty();
  }
}
