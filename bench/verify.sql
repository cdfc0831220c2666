-- What one wrong guess writes, for pgbench: the same two rows under the same role and row-level
-- security, in a transaction of its own.
\set phone :before_first + random(1, 300000)
begin;
select set_config('rasl.tenant', :tenant::text, true);
insert into otp_limit as kept (tenant_id, kind, key, hits, until) values (:tenant, 'verify', :phone::bigint::text, array[now()], now() + interval '1 minute') on conflict (tenant_id, kind, key) do update set hits = array(select hit from unnest(kept.hits) as hit where hit > now() - interval '1 minute' and hit <= now() + interval '1 minute') || excluded.hits, until = excluded.until where (select count(*) from unnest(kept.hits) as hit where hit > now() - interval '1 minute' and hit <= now() + interval '1 minute') < 10;
update otp_code set attempts = attempts + 1, wrong_at = array(select guess from unnest(wrong_at) as guess where guess > now() - interval '1 day' and guess <= now() + interval '1 day') || now() where tenant_id = :tenant and phone = :phone::bigint::text and purpose = 'authentication' and otp_id is not null and expires_at > now() and attempts < max_attempts and (select count(*) from unnest(wrong_at) as guess where guess > now() - interval '1 day' and guess <= now() + interval '1 day') < 30 returning otp_id, code_mac, attempts, max_attempts, created_at;
commit;
