package rasl.contact;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import rasl.db.TenantTx;
import rasl.http.Faults;
import rasl.tenant.TenantSettings;
import rasl.tenant.TenantStore;
import tools.jackson.databind.JsonNode;

/** Makes many contacts in one transaction (contract 2.4). */
final class ContactBatches {
  private final Creation creation;
  private final PlanLimit limit;
  private final TenantStore tenants;
  private final PhoneReader phones;

  ContactBatches(Creation creation, PlanLimit limit, TenantStore tenants, PhoneReader phones) {
    this.creation = creation;
    this.limit = limit;
    this.tenants = tenants;
    this.phones = phones;
  }

  /**
   * How a batch is done.
   *
   * @param continueOnError whether the good ones are stored although others failed
   * @param skipDuplicates whether one whose phone exists is passed over instead of failing
   */
  record Options(boolean continueOnError, boolean skipDuplicates) {}

  /** What came of a batch. Changing it changes the contract in api/openapi.yaml. */
  record Outcome(
      boolean success,
      Summary summary,
      List<Contact> created,
      List<Skipped> skipped,
      List<Failed> errors) {}

  record Summary(int total, int created, int skipped, int failed) {}

  record Skipped(int index, String reason, JsonNode data) {}

  record Failed(int index, Map<String, List<String>> errors, JsonNode data) {}

  /**
   * Makes the contacts.
   *
   * @throws rasl.refusal.RefusedException {@code Invalid} where one failed and none is to be stored
   *     then
   */
  Outcome create(TenantTx tx, List<JsonNode> items, Options options, String requestId) {
    TenantSettings settings = tenants.settings(tx);
    List<ContactDraft> drafts =
        items.stream().map(item -> ContactDraft.of(item, phones, settings.phones())).toList();
    Creation.Rules rules =
        limit.forBatch(tx, settings.enforcedContactLimit(), options.skipDuplicates());
    References references = creation.judge(tx, drafts, rules);
    refuseFailed(drafts, options);
    List<Contact> made = creation.store(tx, drafts, references, rules, requestId);
    refuseFailed(drafts, options);
    return outcome(drafts, made);
  }

  private static void refuseFailed(List<ContactDraft> drafts, Options options) {
    if (options.continueOnError()) {
      return;
    }
    var faults = new Faults();
    for (int i = 0; i < drafts.size(); i++) {
      String path = "contacts." + i;
      if (!drafts.get(i).skipped) {
        drafts
            .get(i)
            .errors()
            .forEach((field, all) -> all.forEach(one -> faults.add(path + "." + field, one)));
      }
    }
    faults.refuseIfAny();
  }

  private static Outcome outcome(List<ContactDraft> drafts, List<Contact> made) {
    var skipped = new ArrayList<Skipped>();
    var failed = new ArrayList<Failed>();
    for (int i = 0; i < drafts.size(); i++) {
      ContactDraft draft = drafts.get(i);
      if (draft.skipped) {
        skipped.add(new Skipped(i, Creation.TAKEN_PHONE, draft.data));
      } else if (draft.hasFailed()) {
        failed.add(new Failed(i, draft.errors(), draft.data));
      }
    }
    return new Outcome(
        !made.isEmpty() || failed.isEmpty(),
        new Summary(drafts.size(), made.size(), skipped.size(), failed.size()),
        made,
        skipped,
        failed);
  }
}
