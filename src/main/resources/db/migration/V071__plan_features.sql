-- What a tenant's plan does not include; all else it does.
alter table tenant_settings add column lacking_features text[] not null default '{}';
