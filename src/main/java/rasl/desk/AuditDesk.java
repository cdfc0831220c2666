package rasl.desk;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import rasl.audit.AuditModule;
import rasl.audit.Head;
import rasl.cli.CommandFailedException;
import rasl.cli.Operations.AuditChecked;
import rasl.cli.Operations.AuditHead;
import rasl.tenant.Tenant;
import rasl.tenant.TenantModule;

/** What {@code ./rasl audit} does. */
record AuditDesk(AuditModule audit, TenantModule tenants) {

  List<AuditHead> heads(Optional<String> tenant) {
    return wanted(tenant)
        .map(one -> new AuditHead(one.map(Tenant::name), head(one).text()))
        .toList();
  }

  List<AuditChecked> verify(Optional<String> tenant, Optional<String> kept) {
    Optional<Head> head =
        kept.map(
            text ->
                Head.parse(text)
                    .orElseThrow(
                        () ->
                            new CommandFailedException(
                                "--head takes what ./rasl audit head printed: a number, a colon"
                                    + " and 64 hexadecimal digits.")));
    return wanted(tenant)
        .map(one -> look(one, one.isPresent() == tenant.isPresent() ? head : Optional.empty()))
        .toList();
  }

  private AuditChecked look(Optional<Tenant> tenant, Optional<Head> kept) {
    AuditModule.Checked checked = audit.verify(tenant.map(Tenant::id), kept);
    return new AuditChecked(
        tenant.map(Tenant::name),
        checked.entries(),
        checked.blanked(),
        checked.faults(),
        checked.head().text());
  }

  private Head head(Optional<Tenant> tenant) {
    return audit.head(tenant.map(Tenant::id));
  }

  private Stream<Optional<Tenant>> wanted(Optional<String> tenant) {
    return tenant
        .map(name -> Stream.of(Optional.of(TenantDesk.find(tenants, name))))
        .orElseGet(
            () ->
                Stream.concat(
                    Stream.of(Optional.<Tenant>empty()),
                    tenants.tenants().list().stream().map(Optional::of)));
  }
}
