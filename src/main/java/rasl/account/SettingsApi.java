package rasl.account;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.audit.Actor;
import rasl.db.Db;
import rasl.db.TenantTx;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Change;
import rasl.http.JsonFields;
import rasl.http.PlainText;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.tenant.Account;
import rasl.tenant.ConsentWords;
import rasl.tenant.DefaultAssignee;
import rasl.tenant.GivenSetting;
import rasl.tenant.SettingFaults;
import rasl.tenant.SettingsReader;
import rasl.tenant.SettingsText;
import rasl.tenant.TenantModule;
import rasl.tenant.TenantSettings;
import tools.jackson.databind.JsonNode;

/** {@code /api/v2/account/settings}: what a tenant has chosen, and may change itself. */
final class SettingsApi {
  private static final String PATH = "/api/v2/account/settings";

  private final Db db;
  private final TenantModule tenants;
  private final SettingsReferences.Rooms rooms;

  SettingsApi(Db db, TenantModule tenants, SettingsReferences.Rooms rooms) {
    this.db = db;
    this.tenants = tenants;
    this.rooms = rooms;
  }

  void addTo(Routes routes) {
    routes.add("GET", PATH, Scope.ACCOUNT_READ, this::get);
    routes.add("PATCH", PATH, Scope.ACCOUNT_WRITE, this::patch);
  }

  private Answer get(Caller caller, Request request) {
    return Answer.ok(db.reading(caller.tenant(), tx -> view(tx, tenants.store().settings(tx))));
  }

  private Answer patch(Caller caller, Request request) {
    Map<String, GivenSetting> given = given(request.json());
    Change change = request.change();
    var actor = Actor.of(caller, request);
    return change.commit(
        tx -> {
          var faults = new SettingFaults();
          TenantSettings settings =
              tenants
                  .tenants()
                  .change(
                      tx,
                      actor,
                      old -> {
                        TenantSettings made =
                            new SettingsReader(given, faults).apply(old, rooms.in(tx));
                        faults.orRefuse();
                        return made;
                      });
          return Answer.ok(view(tx, settings), "Settings updated successfully");
        });
  }

  /** What of the settings a body names; anything else in it is ignored. */
  private static Map<String, GivenSetting> given(JsonNode body) {
    var fields = JsonFields.of(body);
    var faults = new SettingFaults();
    var given = new LinkedHashMap<String, GivenSetting>();
    for (String name : SettingsText.OWN) {
      if (fields.has(name)) {
        value(body.path(name))
            .ifPresentOrElse(
                value -> given.put(name, value),
                () -> faults.fault(name, "must be a text, a list of texts, a number or null."));
      }
    }
    faults.orRefuse();
    return given;
  }

  private static Optional<GivenSetting> value(JsonNode node) {
    if (node.isNull()) {
      return Optional.of(new GivenSetting.Unset());
    }
    if (node.isIntegralNumber()) {
      return Optional.of(new GivenSetting.Text(node.asString()));
    }
    if (node.isString()) {
      String text = PlainText.trim(node.stringValue());
      return Optional.of(text.isEmpty() ? new GivenSetting.Nothing() : new GivenSetting.Text(text));
    }
    if (!node.isArray()) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode item : node) {
      if (!item.isString()) {
        return Optional.empty();
      }
      texts.add(PlainText.trim(item.stringValue()));
    }
    return Optional.of(
        texts.isEmpty() ? new GivenSetting.Nothing() : new GivenSetting.Texts(texts));
  }

  private SettingsView view(TenantTx tx, TenantSettings settings) {
    return SettingsView.of(tenants.accounts().self(tx), settings);
  }

  /** The settings. Changing it changes the contract in api/openapi.yaml. */
  record SettingsView(
      String name,
      String subdomain,
      String status,
      String country,
      String bareDigits,
      String timeZone,
      String language,
      @Nullable Long defaultSource,
      @Nullable Long defaultStatus,
      @Nullable Object defaultAssignee,
      String windowPolicy,
      String stopScope,
      List<String> optOutWords,
      List<String> optInWords,
      String optOutReply,
      String optInReply) {

    static SettingsView of(Account account, TenantSettings settings) {
      ConsentWords words = settings.consentWords();
      return new SettingsView(
          settings.title().orElse(account.subdomain()),
          account.subdomain(),
          account.status().text(),
          settings.country(),
          settings.bareDigits().text(),
          settings.timeZone(),
          settings.language(),
          settings.defaultSource().orElse(null),
          settings.defaultStatus().orElse(null),
          assignee(settings.defaultAssignee()),
          settings.windowPolicy().text(),
          words.scope().text(),
          words.optOut(),
          words.optIn(),
          words.optOutReply(),
          words.optInReply());
    }

    private static @Nullable Object assignee(DefaultAssignee assignee) {
      return switch (assignee) {
        case DefaultAssignee.Unset() -> null;
        case DefaultAssignee.Nobody() -> "nobody";
        case DefaultAssignee.Member(long id) -> id;
      };
    }
  }
}
