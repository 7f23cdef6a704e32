import type { RouteId, WireNames } from '@sillage/core/browser'
import { contactRoutes } from './fake-contacts.ts'
import { settingsRoutes } from './fake-settings.ts'

const methods: Record<string, readonly RouteId[]> = {
  GET: [
    'listCampaigns',
    'getCampaign',
    'getStats',
    'listMessages',
    'exportMessages',
    'getTimeline',
    'getPrograms',
    'getStreamStats',
    'getStreamTimeline',
    'listStreamMessages',
    'exportStreamMessages',
    'listEvents',
    'listTemplates',
    'listContacts',
    'listCompanies',
    'listTags',
    'listTransports',
    'live',
  ],
  POST: [
    'createAttachment',
    'countRecipients',
    'listPeople',
    'checkContent',
    'sendTest',
    'createCampaign',
    'controlCampaign',
    'previewContent',
  ],
  PATCH: ['updateCampaign'],
  DELETE: ['deleteCampaign'],
}

/** Which route of the fake server a request is for, and what its path says. */
export function matchRoute(names: WireNames, method: string, path: string) {
  for (const route of [methods, contactRoutes, settingsRoutes].flatMap((routes) => routes[method] ?? [])) {
    const pattern = new RegExp(`^${names.paths[route].replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`)
    const groups = pattern.exec(path)?.groups
    if (groups !== undefined || pattern.test(path))
      return { route, id: groups?.id ?? groups?.key, action: groups?.action }
  }
  return undefined
}
