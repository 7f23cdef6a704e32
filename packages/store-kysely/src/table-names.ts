import type { Schema } from './schema.ts'

/** Every table of the store. Each begins with `email_`, so that they can live beside a host's own. */
export const tableNames = [
  'email_campaigns',
  'email_contents',
  'email_attachments',
  'email_attachment_chunks',
  'email_content_attachments',
  'email_campaign_versions',
  'email_messages',
  'email_deliveries',
  'email_links',
  'email_tracking_events',
  'email_contacts',
  'email_templates',
  'email_suppressions',
  'email_throttles',
  'email_outages',
  'email_provider_ids',
  'email_recipients_gone',
  'email_soft_bounces',
  'email_settings',
  'email_owner_settings',
  'email_timeline',
  'email_programs',
  'email_consents',
  'email_read_times',
  'email_recorders',
  'email_migrations',
] as const satisfies readonly (keyof Schema)[]

/** Tables whose ids are never used twice. */
export const numberedTables = [
  'email_campaigns',
  'email_messages',
  'email_links',
  'email_tracking_events',
  'email_attachments',
  'email_contacts',
  'email_templates',
  'email_suppressions',
  'email_consents',
] as const satisfies readonly (keyof Schema)[]
