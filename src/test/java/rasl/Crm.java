package rasl;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rasl.db.TenantId;
import rasl.testkit.Api;
import tools.jackson.databind.JsonNode;

/** A tenant of a test, with what its contacts need: a source, a status and a caller. */
record Crm(TestApp app, TenantId tenant, Api api, long source, long status) {

  static Crm of(TestApp app, String name) {
    TenantId tenant = app.tenant(name);
    Api api = app.as(tenant);
    return new Crm(
        app,
        tenant,
        api,
        NamedKindUnderTest.SOURCE.create(api, "Fair"),
        NamedKindUnderTest.STATUS.create(api, "Warm"));
  }

  /** The fields of a contact that can be created. */
  Map<String, Object> fields(String phone) {
    var fields = new HashMap<String, Object>();
    fields.put("firstname", "Sara");
    fields.put("lastname", "Ahmad");
    fields.put("phone", phone);
    fields.put("type", "lead");
    fields.put("source_id", source);
    fields.put("status_id", status);
    return fields;
  }

  /** The same with one field more, or another value of it. */
  Map<String, Object> fields(String phone, String field, Object value) {
    Map<String, Object> fields = fields(phone);
    fields.put(field, value);
    return fields;
  }

  JsonNode create(Map<String, Object> fields) {
    return api.post(201, "/api/v2/contacts", fields).data();
  }

  long create(String phone) {
    return create(fields(phone)).path("id").asLong();
  }

  long group(String name) {
    return api.post(201, "/api/v2/groups", Map.of("name", name)).data().path("id").asLong();
  }

  long contacts() {
    return api.get(200, "/api/v2/contacts?per_page=1").meta().at("/pagination/total").asLong();
  }

  /** The events that were written for a kind of resource, in order. */
  List<JsonNode> events(String resource) {
    return app.db()
        .inTenant(
            tenant,
            tx ->
                tx.query(
                    """
                    select type, resource_id, request_id, body from event
                    where tenant_id = ? and resource_type = ? order by occurred_at, id
                    """,
                    row ->
                        (JsonNode)
                            rasl.json.Json.mapper()
                                .createObjectNode()
                                .put("type", row.getString("type"))
                                .put("id", row.getLong("resource_id"))
                                .put("request", row.getString("request_id"))
                                .set("body", rasl.json.Json.parseTrusted(row.getString("body"))),
                    tenant.value(),
                    resource));
  }

  static String fault(Api.Reply reply, String field) {
    return reply.error().path("details").path("errors").path(field).path(0).asString("");
  }
}
