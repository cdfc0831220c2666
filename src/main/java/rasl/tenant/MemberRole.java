package rasl.tenant;

import rasl.http.Role;

/** An active member: what the person may do in the tenant. */
public record MemberRole(long id, Role role) {}
