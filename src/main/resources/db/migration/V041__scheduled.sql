-- Messages that leave later, and taking back what has not left.
alter table message
  add column send_at timestamptz,
  add column job_id bigint;
comment on column message.send_at is 'when it is to leave; null for at once';
comment on column message.job_id is 'the job that sends it; gone once the message is settled';
update message set job_id = job.id from job
where job.kind = 'message.send' and job.tenant_id = message.tenant_id and job.ref = message.id;
