package rasl.simulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Calls of Meta's that are not played: they are refused in words, with Graph's code for that. */
final class NotPlayed {
  /** By the first segment behind the object, or of a path without an object; what it is about. */
  private static final Map<String, String> EDGES =
      Map.ofEntries(
          Map.entry("accept", "solutions of partners"),
          Map.entry("accept_deactivation_request", "solutions of partners"),
          Map.entry("access_token", "solutions of partners"),
          Map.entry("activities", "the log of an account"),
          Map.entry("add_phone_numbers", "adding numbers"),
          Map.entry("assigned_users", "people and their permissions"),
          Map.entry("assigned_whatsapp_business_accounts", "people and their permissions"),
          Map.entry("analytics", "figures of an account"),
          Map.entry("archive", "archived templates"),
          Map.entry("business_compliance_info", "facts about a business in India"),
          Map.entry("call_permissions", "calls"),
          Map.entry("calls", "calls"),
          Map.entry("client_whatsapp_business_accounts", "business portfolios"),
          Map.entry("compare", "comparing templates"),
          Map.entry("connected_client_businesses", "business portfolios"),
          Map.entry("contact_book", "the contact book"),
          Map.entry("conversation_analytics", "figures of an account"),
          Map.entry("events", "the history of a message"),
          Map.entry("extendedcredits", "lines of credit"),
          Map.entry("groups", "groups"),
          Map.entry("in_progress_onbehalf_request", "accounts on behalf of others"),
          Map.entry("invite_link", "groups"),
          Map.entry("join_requests", "groups"),
          Map.entry("message_history", "the history of a message"),
          Map.entry("messages_encrypted", "encrypted payloads"),
          Map.entry("migrate_flows", "moving flows between accounts"),
          Map.entry("migrate_message_templates", "moving templates between accounts"),
          Map.entry("obo_mobility_intent", "accounts on behalf of others"),
          Map.entry("official_business_account", "applications for the badge"),
          Map.entry("onboard_partners_to_mm_lite", "business portfolios"),
          Map.entry("owned_whatsapp_business_accounts", "business portfolios"),
          Map.entry("participants", "groups"),
          Map.entry("partners", "preverified numbers"),
          Map.entry("preverified_numbers", "preverified numbers"),
          Map.entry("pricing_analytics", "figures of an account"),
          Map.entry("product_catalogs", "catalogues"),
          Map.entry("reject", "solutions of partners"),
          Map.entry("reject_deactivation_request", "solutions of partners"),
          Map.entry("schedules", "schedules of an account"),
          Map.entry("send_deactivation_request", "solutions of partners"),
          Map.entry("set_obo_mobility_intent", "accounts on behalf of others"),
          Map.entry("set_solution_migration_intent", "solutions of partners"),
          Map.entry("share_preverified_numbers", "preverified numbers"),
          Map.entry("signups", "sign-ups within WhatsApp"),
          Map.entry("solutions", "solutions of partners"),
          Map.entry("unarchive", "archived templates"),
          Map.entry("username", "user names of businesses"),
          Map.entry("username_suggestions", "user names of businesses"),
          Map.entry("whatsapp_business_solution", "solutions of partners"),
          Map.entry("whatsapp_business_solutions", "solutions of partners"));

  /** The edges that one kind of object has here. */
  private static final Set<String> PLAYED =
      Set.of(
          "assets",
          "block_users",
          "conversational_automation",
          "deprecate",
          "deregister",
          "flows",
          "marketing_messages",
          "media",
          "message_qrdls",
          "message_template_previews",
          "message_templates",
          "messages",
          "phone_numbers",
          "publish",
          "register",
          "request_code",
          "settings",
          "subscribed_apps",
          "subscriptions",
          "template_analytics",
          "unpause",
          "uploads",
          "upsert_message_templates",
          "verify_code",
          "whatsapp_business_encryption",
          "whatsapp_business_profile",
          "whatsapp_commerce_settings");

  private NotPlayed() {}

  /** The refusal of an edge that is not played, whoever's it is; empty for any other. */
  static Optional<GraphRefusedException> of(GraphRequest request) {
    String edge = request.path().size() < 2 ? "" : request.path().get(1);
    String deeper = request.path().size() < 3 ? "" : request.path().get(2);
    return Optional.ofNullable(EDGES.get(edge))
        .or(() -> Optional.ofNullable(EDGES.get(deeper)))
        .map(why -> MetaError.notPlayed(words(why, request)).thrown());
  }

  private static String words(String what, GraphRequest request) {
    return what + " (" + request.method() + " " + request.edge() + ")";
  }

  /**
   * The refusal of an edge that an object does not have: another kind of object has it, or nobody.
   *
   * @param type as Meta's errors call the object's type
   */
  static GraphRefusedException refusal(GraphRequest request, String type) {
    return of(request).orElseGet(() -> unknown(request, type));
  }

  private static GraphRefusedException unknown(GraphRequest request, String type) {
    List<String> edge = request.path().subList(1, request.path().size());
    if (!edge.isEmpty() && !PLAYED.contains(edge.getFirst())) {
      return MetaError.unknownPath("/" + String.join("/", edge)).thrown();
    }
    if (edge.size() > 1) {
      return MetaError.unknownPath("/" + String.join("/", edge.subList(1, edge.size()))).thrown();
    }
    return request.method().equals("GET") && !edge.isEmpty()
        ? MetaError.unknownField(edge.getFirst(), type).thrown()
        : MetaError.unknownObject(request.method(), request.object()).thrown();
  }
}
