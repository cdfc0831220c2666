package rasl.named;

import java.util.Optional;
import rasl.db.TenantTx;

/** Tells what a record is used for, when the database says that it cannot be deleted. */
public interface Usage {
  /** How many contacts use the record. */
  long contacts(TenantTx tx, long id);

  /** The tenant's setting that uses the record, in words; empty where none does. */
  Optional<String> setting(TenantTx tx, long id);
}
