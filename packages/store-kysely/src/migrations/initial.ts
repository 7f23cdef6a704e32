import { join, raw, type Sql, sql } from '../sql.ts'
import type { Migration } from './migration.ts'

/**
 * Lists of the words a column may hold; repeated here because a migration never changes, even when the library's own
 * lists do.
 */
const words = (...list: string[]): readonly string[] => list
const campaignStatuses = words('draft', 'scheduled', 'sending', 'paused', 'completed', 'cancelled')
const campaignKinds = words('campaign', 'stream')
const messageStates = words('queued', 'claimed', 'sending', 'sent', 'failed', 'skipped', 'unknown', 'cancelled')
const eventKinds = words('open', 'click', 'read', 'view', 'bounce', 'complaint', 'unsubscribe', 'consent')
const verdicts = words('human', 'proxy', 'prefetch', 'scanner', 'unknown')
const deliveryStates = words('delivered', 'waiting', 'failed')
const pictureTypes = words('image/png', 'image/jpeg', 'image/gif')
const suppressionReasons = words('unsubscribe', 'bounce', 'complaint', 'manual', 'erasure')

/**
 * Not `in`: for a list of more than two, SQLite fills a temporary table each time a statement inserts, 2 of 5.4 µs for
 * an event.
 */
const oneOf = (column: string, list: readonly string[]): Sql =>
  raw(`(${list.map((word) => `${column} = '${word}'`).join(' or ')})`)

/**
 * The tables of the first release. Long texts are the last columns of their tables: SQLite reads all pages of a row up
 * to the column it is asked for.
 */
export const initial: Migration = ({ tables, types }) => {
  const [id, int, text, key] = [raw(types.id), raw(types.integer), raw(types.text), raw(types.key)]
  const bytes = raw(types.bytes)
  const counters = (...names: string[]): Sql =>
    join(
      names.map((name) => sql`${raw(name)} ${int} not null default 0`),
      ', ',
    )
  return [
    sql`create table ${tables.contents} (
      id ${id}, owner ${text} not null, digest ${key} not null, engine ${text}, head ${text}, attachments ${text} not null default '[]', subject ${text} not null, preheader ${text}, html ${text} not null, text ${text},
      document ${text}
    )`,
    sql`create unique index email_contents_digest on ${tables.contents} (owner, digest)`,

    sql`create table ${tables.attachments} (
      id ${id}, owner ${text} not null, hash ${key} not null, size ${int} not null, created_at ${int} not null
    )`,
    sql`create unique index email_attachments_hash on ${tables.attachments} (owner, hash)`,
    sql`create index email_attachments_created on ${tables.attachments} (created_at)`,
    sql`create table ${tables.chunks} (
      attachment_id ${int} not null references ${tables.attachments} (id) on delete cascade, n ${int} not null, bytes ${bytes} not null,
      primary key (attachment_id, n)
    )`,
    sql`create table ${tables.contentAttachments} (
      content_id ${int} not null references ${tables.contents} (id) on delete cascade,
      attachment_id ${int} not null references ${tables.attachments} (id), primary key (content_id, attachment_id)
    )`,
    sql`create index email_content_attachments_file on ${tables.contentAttachments} (attachment_id)`,
    sql`create table ${tables.assets} (
      hash ${key} primary key, attachment_id ${int} not null references ${tables.attachments} (id),
      type ${text} not null check ${oneOf('type', pictureTypes)},
      named ${int} not null check (named in (0, 1)), created_at ${int} not null
    )`,
    sql`create index email_assets_unnamed on ${tables.assets} (created_at) where named = 0`,
    sql`create index email_assets_file on ${tables.assets} (attachment_id)`,

    sql`create table ${tables.campaigns} (
      id ${id}, kind ${text} not null check ${oneOf('kind', campaignKinds)},
      owner ${text} not null, idempotency_key ${text}, name ${text} not null, name_key ${key} not null,
      sender_address ${text} not null, reply_to ${text} not null, content_id ${int} not null references ${tables.contents} (id), template_id ${int},
      options ${text} not null, topic ${text} not null, resend_unknown ${int} not null check (resend_unknown in (0, 1)),
      transport ${text},
      transactional ${int} not null check (transactional in (0, 1)),
      status ${text} not null check ${oneOf('status', campaignStatuses)},
      created_at ${int} not null, updated_at ${int} not null, scheduled_at ${int}, started_at ${int}, finished_at ${int}, planned_at ${int},
      pause_reason ${text}, warnings ${text} not null, version ${int} not null default 1, revision ${int} not null default 1,
      ${counters('total', 'queued', 'sent', 'failed', 'skipped', 'unknown')},
      ${counters('opens_total', 'opens_unique', 'opens_machine', 'opens_early', 'opens_tracked')},
      ${counters('clicks_total', 'clicks_unique', 'clicks_machine', 'clicks_early', 'clicks_tracked')},
      ${counters('bounces', 'hard_bounces', 'complaints', 'unsubscribes', 'read_ms', 'read_measured')},
      ${counters('unsubscribes_too_many', 'unsubscribes_not_relevant', 'unsubscribes_not_signed_up', 'unsubscribes_other')},
      removed ${int} not null default 0 check (removed in (0, 1)), purged ${int} not null default 0 check (purged in (0, 1, 2, 3))
    )`,
    sql`create unique index email_campaigns_key on ${tables.campaigns} (owner, kind, idempotency_key)`,
    sql`create index email_campaigns_streams on ${tables.campaigns} (owner, id) where kind = 'stream'`,
    sql`create index email_campaigns_all_streams on ${tables.campaigns} (kind, id) where kind = 'stream'`,
    sql`create index email_campaigns_owner_names on ${tables.campaigns} (owner, kind, name_key, id)`,
    sql`create index email_campaigns_names on ${tables.campaigns} (kind, name_key, id)`,
    sql`create index email_campaigns_status on ${tables.campaigns} (status, scheduled_at)`,
    sql`create index email_campaigns_removed on ${tables.campaigns} (id) where removed = 1`,
    sql`create index email_campaigns_finished on ${tables.campaigns} (finished_at, id) where purged < 3 and finished_at is not null`,
    sql`create index email_campaigns_content on ${tables.campaigns} (content_id)`,

    sql`create table ${tables.versions} (
      campaign_id ${int} not null references ${tables.campaigns} (id) on delete cascade, version ${int} not null,
      content_id ${int} not null references ${tables.contents} (id), sender_address ${text} not null, primary key (campaign_id, version)
    )`,
    sql`create index email_campaign_versions_content on ${tables.versions} (content_id)`,

    sql`create table ${tables.messages} (
      id ${id}, campaign_id ${int} not null references ${tables.campaigns} (id) on delete cascade,
      email ${text} not null, email_key ${key} not null, email_plain ${key}, email_hash ${key}, once_key ${key} default '', ref ${text}, name ${text},
      name_key ${key} not null, company ${text}, company_key ${key} not null, consent ${text},
      created_at ${int}, content_id ${int} references ${tables.contents} (id), data ${text} not null
    )`,
    sql`create index email_messages_content on ${tables.messages} (content_id) where content_id is not null`,
    // `once_key` is '' where the address is the only one, and null, which equals no other, where it may come again.
    sql`create unique index email_messages_email on ${tables.messages} (campaign_id, email_key, once_key)`,
    sql`create unique index email_messages_once on ${tables.messages} (campaign_id, once_key) where once_key <> ''`,
    // Of streams only: those without a key may go sooner than the others.
    sql`create index email_messages_age on ${tables.messages} (created_at, id) where created_at is not null and once_key is null`,
    sql`create index email_messages_keyed_age on ${tables.messages} (created_at, id) where created_at is not null and once_key <> ''`,
    sql`create index email_messages_id on ${tables.messages} (campaign_id, id)`,
    sql`create index email_messages_name on ${tables.messages} (campaign_id, name_key, id)`,
    sql`create index email_messages_company on ${tables.messages} (campaign_id, company_key, id)`,
    sql`create index email_messages_email_plain on ${tables.messages} (campaign_id, email_plain) where email_plain is not null`,
    sql`create index email_messages_ref on ${tables.messages} (campaign_id, ref) where ref is not null`,

    sql`create table ${tables.deliveries} (
      id ${int} primary key references ${tables.messages} (id) on delete cascade, campaign_id ${int} not null,
      state ${text} not null check ${oneOf('state', messageStates)}, attempts ${int} not null default 0, due_at ${int} not null,
      sender ${text}, lease_until ${int}, sent_at ${int}, ended_at ${int}, error ${text}, content_version ${int}, tracked ${int} not null default 0,
      ${counters('opens', 'clicks', 'machine_opens', 'machine_clicks')}, read_ms ${int},
      last_open_at ${int}, last_click_at ${int}, bounced_at ${int}, hard_bounced_at ${int}, complained_at ${int}, unsubscribed_at ${int}, unsubscribe_reason ${int}
    )`,
    sql`create index email_deliveries_claim on ${tables.deliveries} (campaign_id, due_at, id) where state = 'queued'`,
    sql`create index email_deliveries_lease on ${tables.deliveries} (lease_until) where lease_until is not null`,
    ...sortIndexes(tables.deliveries),
    sql`create index email_deliveries_trouble on ${tables.deliveries} (campaign_id, state, id) where state in ('failed', 'skipped', 'unknown', 'cancelled')`,
    sql`create index email_deliveries_bounced on ${tables.deliveries} (campaign_id, id) where bounced_at is not null`,
    sql`create index email_deliveries_unsubscribed on ${tables.deliveries} (campaign_id, id) where unsubscribed_at is not null`,

    // No reference to the campaign: links of delivered mails outlive it. Those of a message's own content go with that.
    sql`create table ${tables.links} (
      id ${id}, campaign_id ${int} not null, content_id ${int} references ${tables.contents} (id) on delete cascade,
      url ${text} not null, url_key ${key} not null,
      personalised ${int} not null check (personalised in (0, 1)), engine ${text}, ${counters('total', 'unique_clicks')}
    )`,
    sql`create unique index email_links_url on ${tables.links} (campaign_id, url_key)`,
    sql`create index email_links_shared on ${tables.links} (campaign_id, id) where content_id is null`,
    sql`create index email_links_own on ${tables.links} (content_id, campaign_id, id) where content_id is not null`,
    sql`create index email_links_clicked on ${tables.links} (campaign_id, total desc, id) where content_id is not null and total > 0`,

    sql`create table ${tables.events} (
      id ${id}, message_id ${int} references ${tables.deliveries} (id) on delete cascade,
      campaign_id ${int} references ${tables.campaigns} (id) on delete cascade, link_id ${int},
      type ${text} not null check ${oneOf('type', eventKinds)}, at ${int} not null, ip ${text}, user_agent ${text}, program ${text},
      verdict ${text} not null check ${oneOf('verdict', verdicts)}, reasons ${text}, rules_version ${int} not null,
      flags ${int} not null, duration_ms ${int}, count ${int} not null, detail ${text},
      check ((message_id is null) <> (campaign_id is null))
    )`,
    sql`create index email_tracking_events_message on ${tables.events} (message_id, at, id) where message_id is not null`,
    sql`create index email_tracking_events_campaign on ${tables.events} (campaign_id, id) where campaign_id is not null`,

    sql`create table ${tables.contacts} (
      id ${id}, owner ${text} not null, email ${text} not null, email_key ${key} not null, email_plain ${key} not null,
      ref ${text}, name ${text}, name_key ${key} not null,
      company ${text}, company_key ${key} not null, created_at ${int} not null, consent ${text}, tags ${text} not null, data ${text} not null
    )`,
    sql`create unique index email_contacts_email on ${tables.contacts} (owner, email_key)`,
    sql`create index email_contacts_owner on ${tables.contacts} (owner, company_key, name_key, id)`,
    sql`create index email_contacts_company on ${tables.contacts} (company_key, name_key, id)`,
    sql`create index email_contacts_name on ${tables.contacts} (name_key)`,
    sql`create index email_contacts_email_plain on ${tables.contacts} (email_plain)`,
    sql`create table ${tables.contactTags} (
      contact_id ${int} not null references ${tables.contacts} (id) on delete cascade, owner ${text} not null, tag ${key} not null, tag_key ${key} not null,
      primary key (contact_id, tag)
    )`,
    sql`create index email_contact_tags_owner on ${tables.contactTags} (owner, tag_key, tag, contact_id)`,
    sql`create index email_contact_tags_tag on ${tables.contactTags} (tag_key, tag, contact_id)`,

    sql`create table ${tables.templates} (
      id ${id}, owner ${text} not null, key ${key}, revision ${int} not null default 1, created_at ${int} not null, updated_at ${int} not null,
      name ${text} not null, subject ${text} not null, preheader ${text}, html ${text} not null, text ${text}, document ${text}
    )`,
    sql`create unique index email_templates_key on ${tables.templates} (owner, key)`,

    sql`create table ${tables.suppressions} (
      id ${id}, owner ${text} not null, email ${text}, email_key ${key}, email_hash ${key}, topic ${text} not null,
      reason ${text} not null check ${oneOf('reason', suppressionReasons)}, source ${text}, at ${int} not null,
      check (email_key is not null or email_hash is not null)
    )`,
    sql`create unique index email_suppressions_email on ${tables.suppressions} (owner, email_key, topic, reason)`,
    sql`create index email_suppressions_owner on ${tables.suppressions} (owner, id)`,
    sql`create unique index email_suppressions_hash on ${tables.suppressions} (owner, email_hash, topic, reason)`,

    // No reference to anything: it outlives the message and its campaign.
    sql`create table ${tables.gone} (
      message_id ${int} primary key, owner ${text} not null, email_hash ${key} not null, topic ${text} not null, gone_at ${int} not null
    )`,
    sql`create index email_recipients_gone_hash on ${tables.gone} (email_hash)`,
    sql`create index email_recipients_gone_at on ${tables.gone} (gone_at)`,

    // No reference either: it says something of the address, whatever becomes of the message. Few addresses have any.
    sql`create table ${tables.softBounces} (
      email_key ${key} not null, owner ${key} not null, message_id ${int} not null, email ${text} not null, at ${int} not null,
      primary key (email_key, owner, message_id)
    )`,
    sql`create index email_soft_bounces_at on ${tables.softBounces} (at)`,

    sql`create table ${tables.throttles} (key ${key} primary key, next_at_1024 ${int} not null, held_until ${int} not null)`,
    // No reference to the message: a report may come when it is gone.
    sql`create table ${tables.providerIds} (provider_id ${key} primary key, message_id ${int} not null, at ${int} not null)`,
    sql`create index email_provider_ids_at on ${tables.providerIds} (at)`,
    sql`create table ${tables.outages} (
      transport ${key} not null, sender ${key} not null, server ${text}, since ${int} not null, error ${text} not null,
      next_try_at ${int} not null, primary key (transport, sender)
    )`,
    sql`create index email_outages_next on ${tables.outages} (next_try_at)`,
    sql`create table ${tables.settings} (key ${key} primary key, value ${text} not null)`,
    sql`create table ${tables.ownerSettings} (
      owner ${key} not null, key ${key} not null, value ${text} not null, updated_at ${int} not null, primary key (owner, key)
    )`,
    sql`create table ${tables.timeline} (
      campaign_id ${int} not null references ${tables.campaigns} (id) on delete cascade, hour ${int} not null,
      ${counters('sent', 'failed', 'skipped', 'unknown', 'opens', 'clicks', 'opens_tracked', 'clicks_tracked')},
      ${counters('opened', 'clicked', 'bounced', 'hard_bounced', 'complained', 'unsubscribed')}, primary key (campaign_id, hour)
    )`,
    sql`create table ${tables.programs} (
      campaign_id ${int} not null references ${tables.campaigns} (id) on delete cascade, program ${key} not null, device ${key} not null,
      ${counters('opens', 'clicks', 'machine_opens', 'machine_clicks')}, primary key (campaign_id, program, device)
    )`,
    sql`create table ${tables.consents} (
      id ${id}, owner ${text} not null, email_key ${key} not null, email ${text} not null, consent ${text} not null,
      at ${int} not null, source ${text} not null
    )`,
    sql`create index email_consents_email on ${tables.consents} (owner, email_key, id)`,
    sql`create table ${tables.readTimes} (
      campaign_id ${int} not null references ${tables.campaigns} (id) on delete cascade, bucket ${int} not null,
      recipients ${int} not null, primary key (campaign_id, bucket)
    )`,
    // No reference to anything: a campaign may be gone when what became of it is read.
    sql`create table ${tables.outbox} (
      id ${id}, type ${text} not null, at ${int} not null, owner ${text} not null, campaign_id ${int}, message_id ${int}, detail ${text}
    )`,
    sql`create index email_outbox_message on ${tables.outbox} (message_id) where message_id is not null`,
    sql`create table ${tables.webhooks} (
      id ${id}, owner ${text} not null, types ${text} not null, machines ${int} not null check (machines in (0, 1)),
      enabled ${int} not null check (enabled in (0, 1)), disabled_reason ${text}, created_at ${int} not null, updated_at ${int} not null,
      url ${text} not null, description ${text}, secrets ${text} not null
    )`,
    sql`create index email_webhooks_owner on ${tables.webhooks} (owner, id)`,
    sql`create table ${tables.cursors} (
      name ${key} primary key, webhook_id ${int} references ${tables.webhooks} (id) on delete cascade, types ${text} not null,
      machines ${int} not null check (machines in (0, 1)), event_id ${int} not null, outbox_id ${int} not null,
      tries ${int} not null default 0, tried_since ${int}, next_at ${int} not null default 0,
      holder ${key} not null default '', lease_until ${int} not null default 0, served_at ${int} not null
    )`,
    sql`create unique index email_cursors_webhook on ${tables.cursors} (webhook_id) where webhook_id is not null`,
    sql`create table ${tables.webhookDeliveries} (
      id ${id}, webhook_id ${int} not null references ${tables.webhooks} (id) on delete cascade, fact_id ${key} not null,
      type ${text} not null, message_id ${int}, status ${text} not null check ${oneOf('status', deliveryStates)},
      attempts ${int} not null, at ${int} not null, answer ${int}, error ${text}, duration_ms ${int} not null, next_at ${int}, body ${text} not null
    )`,
    sql`create unique index email_webhook_deliveries_fact on ${tables.webhookDeliveries} (webhook_id, fact_id)`,
    sql`create index email_webhook_deliveries_id on ${tables.webhookDeliveries} (webhook_id, id)`,
    sql`create index email_webhook_deliveries_message on ${tables.webhookDeliveries} (message_id) where message_id is not null`,
    sql`create table ${tables.recorders} (recorder ${key} primary key, sequence ${int} not null)`,
  ]
}

/**
 * One index for each sort, partial, so that planning pays for none of them, and sending and hits only for what they
 * change. Rows without a value of the sort follow in the order of their ids. Those without an open or a click have no
 * index of their own, but that of all messages (`email_messages_id`): a hit would have to remove them from it, which
 * was a quarter of the pages it writes. Equal counts are in the order of their times, so that first opens are written
 * side by side in one place; by id, each changed a page of its own, and hits in groups of 250 took 55 µs instead of 43.
 */
function sortIndexes(deliveries: Sql): Sql[] {
  return [
    sql`create index email_deliveries_sent_at on ${deliveries} (campaign_id, sent_at, id) where sent_at is not null`,
    sql`create index email_deliveries_unsent on ${deliveries} (campaign_id, id) where sent_at is null`,
    sql`create index email_deliveries_opens on ${deliveries} (campaign_id, opens, last_open_at, id) where opens > 0`,
    sql`create index email_deliveries_clicks on ${deliveries} (campaign_id, clicks, last_click_at, id) where clicks > 0`,
    sql`create index email_deliveries_last_open_at on ${deliveries} (campaign_id, last_open_at, id) where last_open_at is not null`,
  ]
}
