-- Customer service windows belong to a business number and to the customer's number or user id, and
-- not to the contact's record, which people change and delete.
create table service_window (
  tenant_id bigint not null,
  phone_number_id text not null,
  customer text not null,
  opened_at timestamptz not null,
  constraint service_window_pkey primary key (tenant_id, customer, phone_number_id),
  constraint service_window_tenant foreign key (tenant_id) references tenant
);
comment on column service_window.phone_number_id is 'WhatsApp''s id of the business number';
comment on column service_window.customer is
  'the digits of the customer''s line, the same in each spelling, or the user id';
comment on column service_window.opened_at is 'when the customer last wrote or called';
call rasl_tenant_table('service_window');

insert into service_window (tenant_id, phone_number_id, customer, opened_at)
select thread.tenant_id, connection.phone_number_id, name.customer, max(thread.last_inbound_at)
from conversation as thread
join whatsapp_connection as connection
  on connection.tenant_id = thread.tenant_id and connection.id = thread.connection_id
join contact on contact.tenant_id = thread.tenant_id and contact.id = thread.contact_id
cross join lateral (
  values (regexp_replace(contact.phone_key, '^549([1-9][0-9]{9})$', '54\1')),
    (contact.whatsapp_user_id)) as name (customer)
where thread.last_inbound_at is not null and name.customer is not null
group by thread.tenant_id, connection.phone_number_id, name.customer;
