import type { RouteId } from '../domain/names.ts'
import * as handlers from './handlers/index.ts'
import type { Access, Handler, Route } from './types.ts'

const route = (method: Route['method'], id: RouteId, access: Access, handle: Handler): Route => ({
  id,
  method,
  access,
  handle,
})
const manage = (method: Route['method'], id: RouteId, handle: Handler) => route(method, id, 'manage', handle)
const open = (method: Route['method'], id: RouteId, handle: Handler) => route(method, id, 'public', handle)

/**
 * Every route there is. An adapter is a loop over this list (with paths by `WireNames`) plus the live socket. A GET route also answers HEAD.
 * Routes with a fixed last segment come before those with a parameter in its place.
 */
export const routes: readonly Route[] = [
  manage('POST', 'sendTest', handlers.sendTest),
  manage('POST', 'createCampaign', handlers.createCampaign),
  manage('GET', 'listCampaigns', handlers.listCampaigns),
  manage('GET', 'getCampaign', handlers.getCampaign),
  manage('PATCH', 'updateCampaign', handlers.updateCampaign),
  manage('DELETE', 'deleteCampaign', handlers.deleteCampaign),
  manage('POST', 'controlCampaign', handlers.controlCampaign),
  manage('POST', 'previewContent', handlers.previewContent),
  manage('GET', 'getStats', handlers.getStats),
  manage('GET', 'listMessages', handlers.listMessages),
  manage('GET', 'exportMessages', handlers.exportMessages),
  manage('GET', 'getTimeline', handlers.getTimeline),
  manage('GET', 'listEvents', handlers.listEvents),
  manage('GET', 'listTemplates', handlers.listTemplates),
  manage('POST', 'createTemplate', handlers.createTemplate),
  manage('GET', 'getTemplate', handlers.getTemplate),
  manage('PUT', 'replaceTemplate', handlers.replaceTemplate),
  manage('DELETE', 'deleteTemplate', handlers.deleteTemplate),
  manage('POST', 'importContacts', handlers.importContacts),
  manage('GET', 'listContacts', handlers.listContacts),
  manage('POST', 'createContact', handlers.createContact),
  manage('GET', 'getContact', handlers.getContact),
  manage('PATCH', 'updateContact', handlers.updateContact),
  manage('DELETE', 'deleteContact', handlers.deleteContact),
  manage('GET', 'listCompanies', handlers.listCompanies),
  manage('GET', 'listSuppressions', handlers.listSuppressions),
  manage('POST', 'createSuppression', handlers.createSuppression),
  manage('DELETE', 'deleteSuppression', handlers.deleteSuppression),
  manage('GET', 'live', handlers.live),
  manage('GET', 'openapi', handlers.openapi),
  open('GET', 'pixel', handlers.pixel),
  open('GET', 'click', handlers.click),
  open('GET', 'read', handlers.read),
  open('GET', 'showUnsubscribe', handlers.showUnsubscribe),
  open('POST', 'unsubscribe', handlers.unsubscribe),
  open('GET', 'showPreferences', handlers.showPreferences),
  open('POST', 'preferences', handlers.preferences),
  open('GET', 'view', handlers.view),
]
