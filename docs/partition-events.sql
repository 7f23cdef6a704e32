-- Keeps email_tracking_events in one partition for each month. Run it once, right after migrate() and before the first hit:
-- it stops when the table holds rows. Afterwards call sillage_event_month(date) for the months to come, from cron or pg_cron.
begin;
do $$ begin
  if exists (select 1 from email_tracking_events) then
    raise exception 'email_tracking_events holds rows: partition it before the first hit, or move them by hand';
  end if;
end $$;

-- The indexes as the migrations made them, to be made again.
create temporary table sillage_indexes on commit drop as
  select pg_get_indexdef(indexrelid) as definition from pg_index
  where indrelid = 'email_tracking_events'::regclass and not indisprimary;

alter table email_tracking_events rename to email_tracking_events_plain;
-- Everything but the primary key, which has to hold the column that decides the partition.
create table email_tracking_events (
  like email_tracking_events_plain including defaults including constraints including identity
) partition by range (at);
drop table email_tracking_events_plain;
alter table email_tracking_events
  add primary key (id, at),
  add foreign key (message_id) references email_deliveries (id) on delete cascade,
  add foreign key (campaign_id) references email_campaigns (id) on delete cascade;
do $$
declare definition text;
begin
  for definition in select i.definition from sillage_indexes i loop execute definition; end loop;
end $$;

-- Whatever no month was made for, so that no hit is ever refused.
create table email_tracking_events_other partition of email_tracking_events default;

create or replace function sillage_event_month(day date) returns void language plpgsql as $$
declare
  month timestamptz := date_trunc('month', day::timestamp) at time zone 'UTC';
  following timestamptz := (date_trunc('month', day::timestamp) + interval '1 month') at time zone 'UTC';
begin
  execute format(
    'create table if not exists %I partition of email_tracking_events for values from (%s) to (%s)',
    'email_tracking_events_' || to_char(day, 'YYYY_MM'),
    (extract(epoch from month) * 1000)::bigint, (extract(epoch from following) * 1000)::bigint);
end $$;
select sillage_event_month(current_date), sillage_event_month((current_date + interval '1 month')::date);
commit;
