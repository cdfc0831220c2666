package rasl.people;

import java.time.Instant;
import java.util.Optional;
import rasl.db.SystemTx;
import rasl.db.TenantId;

/** The SQL of codes that go to people by WhatsApp, of their phones, and of who sends them. */
final class PersonCodeStore {
  /** A code that may be guessed. */
  record Stored(String phone, byte[] sealed) {}

  /**
   * Puts a code in place of the person's earlier one.
   *
   * @param countedFrom those that were sent before do not count any more
   * @return false where too many were sent since
   */
  boolean put(SystemTx tx, Key key, Stored code, PersonCodes.Limits limits, Instant countedFrom) {
    return tx.update(
            """
            insert into person_code as old (person_id, purpose, phone, code_sealed, guesses, sent,
              counted_from, expires_at)
            values (?, ?, ?, ?, 0, 1, ?, ?)
            on conflict (person_id, purpose) do update set
              phone = excluded.phone, code_sealed = excluded.code_sealed, guesses = 0,
              sent = case when old.counted_from <= ? then 1 else old.sent + 1 end,
              counted_from = case when old.counted_from <= ? then excluded.counted_from
                else old.counted_from end,
              expires_at = excluded.expires_at
            where old.counted_from <= ? or old.sent < ?
            """,
            key.person(),
            key.purpose(),
            code.phone(),
            code.sealed(),
            limits.now(),
            limits.now().plus(PersonCodes.GOOD),
            countedFrom,
            countedFrom,
            countedFrom,
            limits.most())
        == 1;
  }

  /** Whose code, and for what. */
  record Key(long person, String purpose) {}

  /** Counts a guess before anyone looks at it; empty where there is none to guess. */
  Optional<Stored> guess(SystemTx tx, Key key, Instant now, int most) {
    return tx.first(
        """
        update person_code set guesses = guesses + 1
        where person_id = ? and purpose = ? and expires_at > ? and guesses < ?
        returning phone, code_sealed
        """,
        row -> new Stored(row.getString("phone"), row.getBytes("code_sealed")),
        key.person(),
        key.purpose(),
        now,
        most);
  }

  /** Uses a code up; false where it was used, or another one was sent. */
  boolean use(SystemTx tx, Key key, byte[] sealed, Instant now) {
    // The row stays, since it counts how many were sent.
    return tx.update(
            """
            update person_code set expires_at = ?
            where person_id = ? and purpose = ? and code_sealed = ? and expires_at > ?
            """,
            now,
            key.person(),
            key.purpose(),
            sealed,
            now)
        == 1;
  }

  Optional<String> phone(SystemTx tx, long person) {
    return tx.first(
            "select coalesce(phone, '') as phone from person where id = ?",
            row -> row.getString("phone"),
            person)
        .filter(phone -> !phone.isEmpty());
  }

  /** Empty for none. */
  void setPhone(SystemTx tx, long person, Optional<String> phone) {
    tx.update("update person set phone = ? where id = ?", phone.orElse(null), person);
  }

  Optional<CodeMessenger.From> sender(SystemTx tx) {
    return tx.first(
        """
        select account, template, language from person_code_sender
        where id = 1 and exists (select 1 from tenant where tenant.id = account)
        """,
        row ->
            new CodeMessenger.From(
                new TenantId(row.getLong("account")),
                row.getString("template"),
                row.getString("language")));
  }

  void putSender(SystemTx tx, CodeMessenger.From from) {
    tx.update(
        """
        insert into person_code_sender (id, account, template, language) values (1, ?, ?, ?)
        on conflict (id) do update set account = excluded.account, template = excluded.template,
          language = excluded.language
        """,
        from.account().value(),
        from.template(),
        from.language());
  }

  void deleteSender(SystemTx tx) {
    tx.update("delete from person_code_sender where id = 1");
  }
}
