import type { StatementDialect } from './dialect.ts'
import type { Schema } from './schema.ts'
import { raw, type Sql } from './sql.ts'

/** The tables as they are named in hand-written SQL, with their schema where they have one. */
export interface Tables {
  readonly campaigns: Sql
  readonly contents: Sql
  readonly attachments: Sql
  readonly chunks: Sql
  readonly contentAttachments: Sql
  readonly assets: Sql
  readonly versions: Sql
  readonly messages: Sql
  readonly deliveries: Sql
  readonly links: Sql
  readonly events: Sql
  readonly contacts: Sql
  readonly contactTags: Sql
  readonly templates: Sql
  readonly suppressions: Sql
  readonly throttles: Sql
  readonly outages: Sql
  readonly outbox: Sql
  readonly webhooks: Sql
  readonly cursors: Sql
  readonly webhookDeliveries: Sql
  readonly providerIds: Sql
  readonly gone: Sql
  readonly softBounces: Sql
  readonly settings: Sql
  readonly ownerSettings: Sql
  readonly timeline: Sql
  readonly programs: Sql
  readonly consents: Sql
  readonly readTimes: Sql
  readonly recorders: Sql
  readonly migrations: Sql
}

export function tablesOf({ schema }: Pick<StatementDialect, 'schema'>): Tables {
  const name = (table: keyof Schema): Sql =>
    raw(schema === undefined ? table : `"${schema.replaceAll('"', '""')}".${table}`)
  return {
    campaigns: name('email_campaigns'),
    contents: name('email_contents'),
    attachments: name('email_attachments'),
    chunks: name('email_attachment_chunks'),
    contentAttachments: name('email_content_attachments'),
    assets: name('email_assets'),
    versions: name('email_campaign_versions'),
    messages: name('email_messages'),
    deliveries: name('email_deliveries'),
    links: name('email_links'),
    events: name('email_tracking_events'),
    contacts: name('email_contacts'),
    contactTags: name('email_contact_tags'),
    templates: name('email_templates'),
    suppressions: name('email_suppressions'),
    throttles: name('email_throttles'),
    outages: name('email_outages'),
    outbox: name('email_outbox'),
    webhooks: name('email_webhooks'),
    cursors: name('email_cursors'),
    webhookDeliveries: name('email_webhook_deliveries'),
    providerIds: name('email_provider_ids'),
    gone: name('email_recipients_gone'),
    softBounces: name('email_soft_bounces'),
    settings: name('email_settings'),
    ownerSettings: name('email_owner_settings'),
    timeline: name('email_timeline'),
    programs: name('email_programs'),
    consents: name('email_consents'),
    readTimes: name('email_read_times'),
    recorders: name('email_recorders'),
    migrations: name('email_migrations'),
  }
}
