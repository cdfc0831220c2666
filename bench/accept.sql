-- What accepting one message writes, for pgbench: the same rows under the same role and row-level
-- security, in a transaction of its own.
\set recipient random(1, :recipients)
\set phone :before_first + :recipient
\set unique random(1000000000000000, 9000000000000000)
begin;
select set_config('rasl.tenant', :tenant::text, true);
insert into message (tenant_id, conversation_id, contact_id, direction, type, phone, business_phone, body, status, created_at, updated_at) values (:tenant, :recipient, :recipient, 'outbound', 'text', :phone::bigint::text, '966500000000', 'Hello! Your order is on its way and arrives tomorrow at noon.', 'queued', now(), now()) returning id as message \gset
insert into event (tenant_id, public_id, type, resource_type, resource_id, occurred_at, request_id) values (:tenant, 'evt_1795000000_' || :unique::bigint::text, 'message.queued', 'message', :message, now(), '3b241101-e2bb-4255-' || :unique::bigint::text);
insert into job (tenant_id, kind, ref, state, run_at) values (:tenant, 'message.send', :message, 'ready', clock_timestamp());
update conversation set last_message_at = now() where tenant_id = :tenant and id = :recipient and last_message_at < now();
commit;
