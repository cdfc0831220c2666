package rasl.webhook;

/** What the thread of an endpoint hears. */
sealed interface Signal {
  /** An attempt came to its end. */
  record Ended(Parcel parcel, Outcome outcome) implements Signal {}

  /** An attempt did not begin, or was broken off by the end of the server. */
  record Returned(Parcel parcel) implements Signal {}

  /** There may be something to do. */
  record Woken() implements Signal {}
}
