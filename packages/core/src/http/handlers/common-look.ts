import type { Look } from '../pages/layout.ts'
import type { HandlerInput } from '../types.ts'

/** Of a page whose sender is not known: nothing is read for it. */
export const commonLook = ({ services, request }: Pick<HandlerInput, 'services' | 'request'>): Look => ({
  words: services.words.for(request),
  brand: services.settings.common,
})
