package rasl.cli;

import java.util.List;
import rasl.config.Config;

/** What the commands about people do; see {@link Operations}. */
public interface PeopleOperations {
  /** Makes a one-time link that makes an owner of a tenant, and answers it. */
  String ownerLink(Config config, String tenant);

  /** Makes a one-time link that sets a new password of a person, and answers it. */
  String resetLink(Config config, String email);

  /** Makes the person of an e-mail an operator of the installation, or takes that away. */
  void setOperator(Config config, String email, boolean operator);

  /** The e-mails of the installation's operators. */
  List<String> operators(Config config);
}
