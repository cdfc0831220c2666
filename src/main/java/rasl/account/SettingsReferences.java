package rasl.account;

import java.util.List;
import java.util.Optional;
import rasl.db.TenantTx;
import rasl.named.Named;
import rasl.named.NamedRecords;
import rasl.tenant.Member;
import rasl.tenant.MemberStore;
import rasl.tenant.SettingsReader;

/** What settings point to, looked up in the transaction that changes them. */
public record SettingsReferences(Rooms rooms, TenantTx tx) implements SettingsReader.References {
  private static final String ID = "[0-9]{1,15}";

  /** Whose records settings point to. */
  public record Rooms(NamedRecords sources, NamedRecords statuses) {
    public SettingsReferences in(TenantTx tx) {
      return new SettingsReferences(this, tx);
    }
  }

  @Override
  public Optional<Long> source(String nameOrId) {
    return find(rooms.sources(), nameOrId);
  }

  @Override
  public Optional<Long> status(String nameOrId) {
    return find(rooms.statuses(), nameOrId);
  }

  @Override
  public Optional<Long> member(String id) {
    return id.matches(ID)
        ? new MemberStore()
            .keepAll(tx, List.of(Long.parseLong(id))).stream().map(Member::id).findFirst()
        : Optional.empty();
  }

  private Optional<Long> find(NamedRecords records, String nameOrId) {
    return records
        .findByName(tx, nameOrId)
        .or(
            () ->
                nameOrId.matches(ID)
                    ? records.find(tx, Long.parseLong(nameOrId))
                    : Optional.empty())
        .map(Named::id);
  }
}
