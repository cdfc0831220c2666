package rasl.job;

/** Which work goes first where there is more than can be done at once; in the order of haste. */
public enum Lane {
  /** One-time codes: a person looks at the phone. */
  CODE(0),
  /** What a request waits for, and replies to what was received. */
  REPLY(1),
  /** Everything else. */
  BULK(2);

  private final int number;

  Lane(int number) {
    this.number = number;
  }

  /** As it stands in the database. */
  public int number() {
    return number;
  }
}
