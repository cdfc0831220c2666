-- How many endpoints a tenant's plan allows; null is not configured, -1 unlimited.
alter table tenant_settings add column webhook_limit bigint
  constraint tenant_settings_webhook_limit check (webhook_limit >= -1);
alter table plan add column webhook_limit bigint
  constraint plan_webhook_limit check (webhook_limit >= -1);
