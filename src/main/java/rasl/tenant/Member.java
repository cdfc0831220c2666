package rasl.tenant;

/** Someone who works for a tenant. */
public record Member(long id, String name, String email) {}
