package rasl.desk;

import java.util.List;
import rasl.audit.Actor;
import rasl.member.MemberModule;
import rasl.people.PeopleModule;
import rasl.tenant.TenantModule;

/** What {@code ./rasl owner}, {@code ./rasl person} and {@code ./rasl operator grant} do. */
record PeopleDesk(TenantModule tenants, PeopleModule people, MemberModule members, Actor actor) {
  String ownerLink(String tenant) {
    return members.invitations().ownerLink(TenantDesk.find(tenants, tenant).id(), false, actor);
  }

  String resetLink(String email) {
    return people.resets().forEmail(email, actor).link();
  }

  /** Answers that it was done. */
  boolean setOperator(String email, boolean operator) {
    people.operators().set(email, operator, actor);
    return true;
  }

  List<String> operators() {
    return people.operators().emails();
  }
}
