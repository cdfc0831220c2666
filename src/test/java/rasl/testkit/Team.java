package rasl.testkit;

import java.util.HashMap;
import java.util.Map;
import rasl.TestApp;
import rasl.db.TenantId;

/** People who work for a tenant, made as people are: by links, accounts and signing in. */
public final class Team {
  public static final String PASSWORD = "correct horse battery";

  private static final String MEMBERS = "/api/v2/members";
  private static final String ACCEPT = "/api/v2/invitations/accept";

  private final TestApp app;
  private final TenantId tenant;

  public Team(TestApp app, TenantId tenant) {
    this.app = app;
    this.tenant = tenant;
  }

  /** Makes an owner by a link of the command line. */
  public Api owner(String email) {
    String link = app.ownerLink(tenant, false);
    account(200, link, email);
    app.signIn(email, PASSWORD).post(200, ACCEPT, token(link));
    return signIn(email);
  }

  /** Makes a member whom somebody invites. */
  public Api member(Api inviter, String email, String role) {
    Api.Reply made =
        inviter.post(201, MEMBERS + "/invitations", Map.of("email", email, "role", role));
    var token = Map.of("token", made.data().path("token").asString());
    var wanted = new HashMap<String, String>(token);
    wanted.putAll(Map.of("name", "Somebody", "password", PASSWORD));
    app.api().post(200, "/api/v2/invitations/account", wanted);
    app.signIn(email, PASSWORD).post(200, ACCEPT, token);
    return signIn(email);
  }

  public long memberId(Api inviter, String email, String role) {
    member(inviter, email, role);
    return idOf(inviter, email);
  }

  /** A new session of a member, whose calls name the tenant. */
  public Api signIn(String email) {
    return app.signIn(email, PASSWORD).with("X-Rasl-Tenant", tenant.toString());
  }

  /** The same, for answers of routes that do not say what they answer to a cookie of nobody. */
  public Api undocumented(String email) {
    return signIn(email).undocumented();
  }

  public long idOf(Api caller, String email) {
    return caller.get(200, MEMBERS + "?filter[email]=" + email).data().at("/0/id").asLong();
  }

  /** Makes an account by a link of the command line. */
  public Api.Reply account(int status, String link, String email) {
    var wanted = new HashMap<String, String>(token(link));
    wanted.putAll(Map.of("email", email, "name", "Somebody", "password", PASSWORD));
    return app.api().post(status, "/api/v2/invitations/account", wanted);
  }

  /** What a link's holder presents. */
  public static Map<String, String> token(String link) {
    return Map.of("token", link.substring(link.indexOf('#') + 1));
  }

  /** How many owners can sign in. */
  public long owners() {
    return app.database()
        .column(
            "select id from member where role = 'owner' and suspended_at is null and tenant_id = "
                + tenant)
        .size();
  }

  /** Makes a contact that is assigned to a member. */
  public long contact(Api caller, String phone, long assigned) {
    var fields = new HashMap<String, Object>();
    fields.putAll(Map.of("firstname", "A", "lastname", "B", "phone", phone, "type", "lead"));
    fields.put("source_id", first(caller, "/api/v2/sources"));
    fields.put("status_id", first(caller, "/api/v2/statuses"));
    fields.put("assigned_id", assigned);
    return caller.post(201, "/api/v2/contacts", fields).data().path("id").asLong();
  }

  private static long first(Api caller, String path) {
    return caller.get(200, path).data().at("/0/id").asLong();
  }
}
