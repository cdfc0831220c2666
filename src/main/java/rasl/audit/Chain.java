package rasl.audit;

import java.util.List;

/** A chain of entries in a transaction. */
interface Chain {
  /** A stored entry. */
  record Link(long number, Entry entry, byte[] hash) {}

  /** What stands before each hash: a tenant's id, or 0. */
  long tenant();

  /** Locks the head until the transaction ends, and makes it where there is none. */
  Head lockHead();

  /** The head as it is. */
  Head head();

  void insert(Link link);

  /** Moves the head, which is locked. */
  void moveHead(Head head);

  /** The entries behind a number, in order. */
  List<Link> after(long number, int most);

  /** The newest entries before a number, the newest first. */
  List<Link> before(long number, int most);

  /** Adds an entry at the end. The head is locked until the transaction ends. */
  default void add(Entry entry) {
    Head head = lockHead();
    long number = head.number() + 1;
    byte[] hash = entry.hash(tenant(), number, head.hash());
    insert(new Link(number, entry, hash));
    moveHead(new Head(number, hash));
  }
}
