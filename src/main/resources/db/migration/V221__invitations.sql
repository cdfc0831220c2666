-- Invitations to become a member. An open one is a row; what was used or withdrawn is deleted.

create sequence invitation_id_seq;
create table invitation (
  tenant_id bigint not null,
  id bigint not null default nextval('invitation_id_seq'),
  sha256 bytea not null,
  email text,
  email_key text,
  role text not null,
  first_only boolean not null,
  invited_by bigint,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  constraint invitation_pkey primary key (tenant_id, id),
  constraint invitation_sha256_unique unique (tenant_id, sha256),
  constraint invitation_tenant_id_fkey foreign key (tenant_id) references tenant,
  constraint invitation_role check (role in ('owner', 'admin', 'developer', 'agent', 'viewer'))
);
call rasl_tenant_table('invitation');
comment on table invitation is 'Open invitations; of the link only the hash';
comment on column invitation.email is 'whose account it is for; null: for whoever has the link';
comment on column invitation.first_only is 'good only while the tenant has no owner';
comment on column invitation.invited_by is 'the member who invited; null: a program, or the command line';
