package rasl.desk;

import rasl.audit.Audit;
import rasl.named.NamedRecords;
import rasl.otp.OtpSettingsStore;
import rasl.tenant.TenantModule;
import rasl.whatsapp.connection.ConnectionDesk;

/** What it takes to make tenants and to change their settings: a part of a server, or all of it. */
public record DeskRooms(
    TenantModule tenants,
    NamedRecords sources,
    NamedRecords statuses,
    OtpSettingsStore codes,
    ConnectionDesk connections,
    Audit audit) {}
