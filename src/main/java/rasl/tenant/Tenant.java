package rasl.tenant;

import java.time.Instant;
import rasl.db.TenantId;

/**
 * A business that uses this installation.
 *
 * @param name unique: lower-case letters, digits and hyphens, 1 to 63 characters
 */
public record Tenant(TenantId id, String name, Instant createdAt) {}
