-- Shops of tenants that post their orders, carts and customers.

-- Which shop posts to a key: the door must find the tenant before it knows it. Ids and keys only; a
-- key alone opens nothing.
create table shop_door (
  tenant_id bigint not null,
  shop_id bigint not null,
  key text not null,
  constraint shop_door_pkey primary key (tenant_id, shop_id),
  constraint shop_door_key unique (key)
);
comment on column shop_door.key is 'the last part of /hooks/shops/{key}';

create sequence shop_id_seq;
create table shop (
  tenant_id bigint not null,
  id bigint not null,
  platform text not null,
  name text not null,
  verification text not null,
  signature_header text,
  username text,
  default_country text,
  time_zone text,
  currency_display text not null,
  enabled boolean not null,
  key text not null,
  secret_sealed bytea,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint shop_pkey primary key (tenant_id, id),
  constraint shop_platform check (
    platform in ('woocommerce', 'shopify', 'salla', 'zid', 'custom')),
  constraint shop_verification check (verification in ('signature', 'token', 'basic'))
);
call rasl_tenant_table('shop');
comment on column shop.signature_header is 'of a custom shop: where its signature stands';
comment on column shop.username is 'of Basic authentication; the secret is its password';
comment on column shop.default_country is 'null: the tenant''s';
comment on column shop.time_zone is 'null: the tenant''s';
comment on column shop.secret_sealed is 'null until the tenant enters what its platform gave';
