import { englishNames, frenchNames, type WireNames } from '@sillage/core/browser'
import { type Client, createClient } from '@sillage/core/client'
import type { Language } from '../page/language.ts'

export interface ApiClient extends Client {
  names: WireNames
  liveUrl: string
}

/** The installation as another program reaches it: over HTTP, by the wire names the demo was started with. */
export function createApiClient(apiUrl: string, language: Language): ApiClient {
  const names = language === 'fr' ? frenchNames : englishNames
  return {
    ...createClient({ baseUrl: apiUrl, names }),
    names,
    liveUrl: apiUrl.replace(/^http/, 'ws') + names.paths.live,
  }
}
