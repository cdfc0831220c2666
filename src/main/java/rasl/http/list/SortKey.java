package rasl.http.list;

/** One part of a sort. A null is greater than every value, as PostgreSQL has it by itself. */
record SortKey(ListField field, boolean descending) {
  String orderBy() {
    return field.sortExpression() + (descending ? " desc" : " asc");
  }

  String text() {
    return (descending ? "-" : "") + field.name();
  }
}
