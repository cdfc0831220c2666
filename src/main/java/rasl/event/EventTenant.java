package rasl.event;

/**
 * The tenant as its events name it.
 *
 * @param domain its subdomain
 */
public record EventTenant(long id, String name, String domain) {}
