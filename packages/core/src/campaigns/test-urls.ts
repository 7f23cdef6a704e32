import type { TrackingUrls } from '../content/tracking-urls.ts'
import { englishNames } from '../domain/names.ts'
import type { TokenSealer } from '../tracking/tokens.ts'

/** The URLs of a test mail: unsubscribe, preferences and view lead to pages that only say it was a test. */
export function testUrls(urls: TrackingUrls, sealer: TokenSealer, baseUrl: string): TrackingUrls {
  const testUrl = (route: 'unsubscribe' | 'preferences' | 'view') => () =>
    baseUrl + englishNames.paths[route].replace(':token', sealer.seal({ kind: 'test', messageId: 0 }))
  const { sealed: _, ...single } = urls
  return { ...single, unsubscribe: testUrl('unsubscribe'), preferences: testUrl('preferences'), view: testUrl('view') }
}
