package rasl.desk;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import rasl.cli.Operations.OperatorTokenLine;
import rasl.operator.OperatorTokens;

/** What {@code ./rasl operator} does. */
record OperatorDesk(OperatorTokens tokens) {

  String create(String name, Optional<Instant> expiresAt) {
    return tokens.create(name, expiresAt, CommandRooms.caller());
  }

  List<OperatorTokenLine> list() {
    return tokens.list().stream()
        .map(
            token ->
                new OperatorTokenLine(
                    token.id(),
                    token.name(),
                    token.createdAt(),
                    token.expiresAt(),
                    token.revokedAt()))
        .toList();
  }

  boolean revoke(long id) {
    return tokens.revoke(id, CommandRooms.caller());
  }
}
