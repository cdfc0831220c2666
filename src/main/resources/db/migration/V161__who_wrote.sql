-- Who may have opened a window in what is not read yet: found by name, however much waits, and not by
-- looking for a name in all texts. The name '' stands for everybody.
create table whatsapp_inbox_customer (
  tenant_id bigint not null,
  inbox_id bigint not null,
  name text not null,
  constraint whatsapp_inbox_customer_pkey primary key (tenant_id, inbox_id, name),
  constraint whatsapp_inbox_customer_of_change foreign key (tenant_id, inbox_id)
    references whatsapp_inbox (tenant_id, id) on delete cascade
);
call rasl_tenant_table('whatsapp_inbox_customer');
create index whatsapp_inbox_customer_of_name on whatsapp_inbox_customer (tenant_id, name);
comment on column whatsapp_inbox_customer.name is
  'a phone, a WhatsApp id or a user id that the change names; empty: whoever it may be';
insert into whatsapp_inbox_customer (tenant_id, inbox_id, name)
  select tenant_id, id, '' from whatsapp_inbox where field in ('messages', 'calls');

create index whatsapp_inbox_put_off on whatsapp_inbox (tenant_id, not_before)
  where not_before is not null;
