package rasl.tenant;

import org.jspecify.annotations.Nullable;

/** Who a contact that a message makes is assigned to. "Nobody" is a choice; unset is none. */
public sealed interface DefaultAssignee {
  record Unset() implements DefaultAssignee {}

  record Nobody() implements DefaultAssignee {}

  record Member(long id) implements DefaultAssignee {}

  default boolean isChosen() {
    return !(this instanceof Unset);
  }

  /** The member's id, or null for nobody. */
  default @Nullable Long memberId() {
    return this instanceof Member(long id) ? id : null;
  }
}
