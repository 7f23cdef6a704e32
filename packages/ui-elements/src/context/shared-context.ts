import { englishNames, frenchNames, type WireNames } from '@sillage/core/browser'
import { createSillageContext, type SillageContext } from './sillage-context.ts'

const contexts = new Map<string, SillageContext>()

/** The names an attribute stands for: `fr` the original French ones, anything else English. */
export function namesOf(attribute: string | undefined): WireNames {
  return attribute === 'fr' ? frenchNames : englishNames
}

/** Elements outside a provider with the same `base-url` and `names` share one context, and so one live connection. */
export function sharedContext(baseUrl: string, names: string | undefined): SillageContext {
  const key = `${names === 'fr' ? 'fr' : 'en'} ${baseUrl}`
  let context = contexts.get(key)
  if (context === undefined) {
    context = createSillageContext({ baseUrl, names: namesOf(names) })
    contexts.set(key, context)
  }
  return context
}
