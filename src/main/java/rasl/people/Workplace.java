package rasl.people;

import rasl.db.TenantId;
import rasl.tenant.MemberRole;

/** A tenant of which a person is an active member. */
record Workplace(TenantId tenant, String name, MemberRole member) {}
