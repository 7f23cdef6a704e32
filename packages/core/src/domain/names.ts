import { withDefaults } from '../kit/with-defaults.ts'
import type { LiveFrames } from './live.ts'

/** Path of every route, by the route's id. */
const englishPaths = {
  createCampaign: '/api/campaigns',
  listCampaigns: '/api/campaigns',
  getCampaign: '/api/campaigns/:id',
  updateCampaign: '/api/campaigns/:id',
  deleteCampaign: '/api/campaigns/:id',
  controlCampaign: '/api/campaigns/:id/:action',
  sendTest: '/api/campaigns/test',
  previewContent: '/api/preview',
  checkContent: '/api/check',
  createAttachment: '/api/attachments',
  getStats: '/api/tracking/campaigns/:id',
  listMessages: '/api/tracking/campaigns/:id/messages',
  exportMessages: '/api/tracking/campaigns/:id/messages.csv',
  getTimeline: '/api/tracking/campaigns/:id/timeline',
  getPrograms: '/api/tracking/campaigns/:id/programs',
  listEvents: '/api/tracking/messages/:id/events',
  listStreams: '/api/streams',
  putStream: '/api/streams/:key',
  getStream: '/api/streams/:key',
  updateStream: '/api/streams/:key',
  deleteStream: '/api/streams/:key',
  sendMessage: '/api/streams/:key/messages',
  trackMessage: '/api/streams/:key/track',
  controlStream: '/api/streams/:key/:action',
  getMessage: '/api/messages/:id',
  cancelMessage: '/api/messages/:id',
  getStreamStats: '/api/tracking/streams/:key',
  listStreamMessages: '/api/tracking/streams/:key/messages',
  exportStreamMessages: '/api/tracking/streams/:key/messages.csv',
  getStreamTimeline: '/api/tracking/streams/:key/timeline',
  listTemplates: '/api/templates',
  createTemplate: '/api/templates',
  getTemplate: '/api/templates/:id',
  putTemplate: '/api/templates/:id',
  updateTemplate: '/api/templates/:id',
  deleteTemplate: '/api/templates/:id',
  listContacts: '/api/contacts',
  createContact: '/api/contacts',
  importContacts: '/api/contacts/import',
  getContact: '/api/contacts/:id',
  updateContact: '/api/contacts/:id',
  deleteContact: '/api/contacts/:id',
  listContactMessages: '/api/contacts/:id/messages',
  listCompanies: '/api/companies',
  listTags: '/api/tags',
  countRecipients: '/api/recipients/count',
  listPeople: '/api/recipients/list',
  getRecipient: '/api/recipients/get',
  unsubscribeRecipient: '/api/recipients/unsubscribe',
  resubscribeRecipient: '/api/recipients/resubscribe',
  consentRecipient: '/api/recipients/consent',
  exportRecipient: '/api/recipients/export',
  eraseRecipient: '/api/recipients/erase',
  listSuppressions: '/api/suppressions',
  createSuppression: '/api/suppressions',
  deleteSuppression: '/api/suppressions/:id',
  getSetting: '/api/settings/:key',
  putSetting: '/api/settings/:key',
  getBrand: '/api/brand',
  listTransports: '/api/transports',
  createAsset: '/api/assets',
  listWebhooks: '/api/webhooks',
  createWebhook: '/api/webhooks',
  getWebhook: '/api/webhooks/:id',
  updateWebhook: '/api/webhooks/:id',
  deleteWebhook: '/api/webhooks/:id',
  testWebhook: '/api/webhooks/:id/test',
  rotateWebhookSecret: '/api/webhooks/:id/secret',
  listDeliveries: '/api/webhooks/:id/deliveries',
  redeliver: '/api/webhooks/:id/deliveries/:delivery',
  live: '/api/live',
  openapi: '/api/openapi.json',
  ui: '/ui',
  uiFile: '/ui/:file',
  pixel: '/track/pixel/:token',
  click: '/track/click/:token',
  read: '/track/read/:token',
  showUnsubscribe: '/track/unsubscribe/:token',
  unsubscribe: '/track/unsubscribe/:token',
  showPreferences: '/track/preferences/:token',
  preferences: '/track/preferences/:token',
  view: '/track/view/:token',
  feedback: '/track/feedback/:source/:key',
  checkFeedback: '/track/feedback/:source/:key',
  asset: '/track/asset/:name',
} as const

/**
 * The ids of the routes; also the `operationId`s of the OpenAPI document. They are the same under every set of names.
 */
export type RouteId = keyof typeof englishPaths

/**
 * The names of routes and live events on the wire. Paths begin with a slash, below the mount path; `:name` stands for
 * one segment.
 */
export interface WireNames {
  paths: Readonly<Record<RouteId, string>>
  events: Readonly<Record<keyof LiveFrames, string>>
}

/**
 * Names of a host's own, as adapters and elements take them; both have to be given the same. They are laid over the
 * English ones, path by path and event by event, so that a route of a later release has a name too. A mount refuses ids
 * that it does not know: `invalid_option`.
 */
export type OwnNames = {
  readonly [K in keyof WireNames]?: { readonly [Id in keyof WireNames[K]]?: string | undefined } | undefined
}

/** All names: those given, and the English ones for the others. The two sets of the library stay the same object. */
export function namesOver(own: OwnNames = englishNames): WireNames {
  // Frames are written once for each set, so that sockets and streams share them.
  if (own === englishNames || own === frenchNames) return own as WireNames
  return {
    paths: withDefaults(englishNames.paths, own.paths ?? {}),
    events: withDefaults(englishNames.events, own.events ?? {}),
  }
}

/**
 * The default names: the paths of the English API, and the live events under their own names. URLs in mails are made
 * with these tracking paths.
 */
export const englishNames: WireNames = {
  paths: englishPaths,
  events: {
    campaign_progress: 'campaign_progress',
    campaign_complete: 'campaign_complete',
    campaign_error: 'campaign_error',
    campaign_stats: 'campaign_stats',
    stream_progress: 'stream_progress',
    stream_stats: 'stream_stats',
  },
}

/**
 * The paths and event names of the original French system, to the letter; paths that were the same there stay. Tracking
 * paths are the English ones, so that mails that were sent work under either. Bodies, field names and error codes do
 * not change.
 */
export const frenchNames: WireNames = {
  paths: {
    ...englishPaths,
    createCampaign: '/api/campagnes',
    listCampaigns: '/api/campagnes',
    getCampaign: '/api/campagnes/:id',
    updateCampaign: '/api/campagnes/:id',
    deleteCampaign: '/api/campagnes/:id',
    controlCampaign: '/api/campagnes/:id/:action',
    sendTest: '/api/campagnes/test',
    previewContent: '/api/apercu',
    checkContent: '/api/verification',
    createAttachment: '/api/pieces-jointes',
    getStats: '/api/tracking/campagne/:id',
    listMessages: '/api/tracking/campagne/:id/messages',
    exportMessages: '/api/tracking/campagne/:id/messages.csv',
    getTimeline: '/api/tracking/campagne/:id/timeline',
    getPrograms: '/api/tracking/campagne/:id/programmes',
    listStreams: '/api/flux',
    putStream: '/api/flux/:key',
    getStream: '/api/flux/:key',
    updateStream: '/api/flux/:key',
    deleteStream: '/api/flux/:key',
    sendMessage: '/api/flux/:key/messages',
    trackMessage: '/api/flux/:key/suivi',
    controlStream: '/api/flux/:key/:action',
    getStreamStats: '/api/tracking/flux/:key',
    listStreamMessages: '/api/tracking/flux/:key/messages',
    exportStreamMessages: '/api/tracking/flux/:key/messages.csv',
    getStreamTimeline: '/api/tracking/flux/:key/timeline',
    listTemplates: '/api/modeles',
    createTemplate: '/api/modeles',
    getTemplate: '/api/modeles/:id',
    putTemplate: '/api/modeles/:id',
    updateTemplate: '/api/modeles/:id',
    deleteTemplate: '/api/modeles/:id',
    listCompanies: '/api/entreprises',
    listTags: '/api/etiquettes',
    countRecipients: '/api/destinataires/count',
    listPeople: '/api/destinataires/list',
    getRecipient: '/api/destinataires/get',
    unsubscribeRecipient: '/api/destinataires/unsubscribe',
    resubscribeRecipient: '/api/destinataires/resubscribe',
    consentRecipient: '/api/destinataires/consent',
    exportRecipient: '/api/destinataires/export',
    eraseRecipient: '/api/destinataires/erase',
    getSetting: '/api/reglages/:key',
    putSetting: '/api/reglages/:key',
    getBrand: '/api/marque',
    createAsset: '/api/fichiers',
  },
  events: {
    campaign_progress: 'campagne_progress',
    campaign_complete: 'campagne_complete',
    campaign_error: 'campagne_error',
    campaign_stats: 'campagne_stats',
    stream_progress: 'flux_progress',
    stream_stats: 'flux_stats',
  },
}
