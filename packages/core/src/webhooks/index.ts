/**
 * For apps that receive webhooks: no engine and no Node, so that it runs at the edge too.
 *
 * @module @sillage/core/webhooks
 */

export type { EventData, EventType, SillageEvent } from '../domain/fact.ts'
export { type RawWebhook, verifyWebhook, WebhookError, type WebhookErrorCode } from './verify-webhook.ts'
