package rasl.http.list;

import java.util.ArrayList;
import java.util.List;
import rasl.db.TenantTx;
import rasl.http.QueryParser;

/** How PostgreSQL would answer the queries of a list. */
public final class ListPlans {
  private ListPlans() {}

  /** Each filter that a list knows, with each operator that it takes: {@code filter[…][…]=}. */
  public static List<String> filters(ListSpec spec) {
    var filters = new ArrayList<String>();
    for (ListField field : spec.fields()) {
      for (Operator operator : Operator.values()) {
        if (field.can().filter() && Filter.takes(field, operator)) {
          String name = operator == Operator.EQ ? "" : "[" + operator.text() + "]";
          filters.add("filter[" + field.name() + "]" + name + "=" + value(field, operator));
        }
      }
    }
    return filters;
  }

  private static String value(ListField field, Operator operator) {
    return switch (operator) {
      case NULL -> "false";
      case BETWEEN -> one(field, 1) + "," + one(field, 5);
      case IN, NOT_IN -> one(field, 1) + "," + one(field, 2) + "," + one(field, 3);
      default -> one(field, 1);
    };
  }

  private static String one(ListField field, int number) {
    return switch (field.type()) {
      case TEXT -> field.name().equals("phone") ? "+96650000000" + number : "City " + number;
      case INTEGER -> "" + number;
      case BOOLEAN -> "true";
      case TIME -> "2026-01-0" + number;
      case ENUM -> field.allowed().get(number % field.allowed().size());
    };
  }

  /** The plans of a page and of the count, as {@code explain} writes them. */
  public static List<String> plans(
      TenantTx tx, Lists lists, ListSpec spec, String rawQuery, String from) {
    ListQuery query = lists.parse(spec, QueryParser.parse(rawQuery));
    String id = spec.idExpression();
    return List.of(
        plan(tx, ListReader.page(query, id, from, 0)), plan(tx, ListReader.count(query, from)));
  }

  private static String plan(TenantTx tx, Condition statement) {
    return String.join(
        "\n",
        tx.query(
            "explain " + statement.sql(),
            row -> row.getString(1),
            statement.parameters().toArray()));
  }
}
