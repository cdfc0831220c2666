package rasl.db;

import java.util.List;

/** A tenant's table as every migration makes one. */
final class Notes {
  static final String TABLE =
      """
      create table note (
        tenant_id bigint not null,
        id bigint not null,
        body text not null,
        primary key (tenant_id, id)
      );
      call rasl_tenant_table('note');
      """;

  private Notes() {}

  static void insert(TenantTx tx, long id, String body) {
    tx.update("insert into note (tenant_id, id, body) values (?, ?, ?)", tx.tenantId(), id, body);
  }

  static List<String> all(Tx tx) {
    return tx.query("select body from note order by tenant_id, id", row -> row.getString(1));
  }
}
