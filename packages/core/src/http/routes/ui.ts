import { nothingHere } from '../errors.ts'
import { languagesOf } from '../languages.ts'
import { pathOf } from '../mount-path.ts'
import type { HandlerInput } from '../types.ts'
import type { UiPlace } from '../ui.ts'
import { uiAnswer } from '../ui-answer.ts'
import { shown } from './route.ts'

/** The interface of the mount's option `ui`: a page and its files, which need no login because they hold no data. */
export const uiRoutes = [
  shown('ui', {
    summary: 'The interface as a page',
    answer: { status: 200, type: 'text/html' },
    handle: async (input) =>
      input.ui === undefined
        ? nothingHere()
        : uiAnswer(await input.ui.page(placeOf(input)), input.request, ['accept-language']),
  }),
  shown('uiFile', {
    summary: 'A file of the interface, such as elements.js',
    answer: { status: 200 },
    async handle({ ui, request }) {
      const file = await ui?.file(request.params.file ?? '')
      return file === undefined ? nothingHere() : uiAnswer(file, request)
    },
  }),
]

/** A page is found with and without a slash at its end, so what leads up from it depends on the URL it was asked at. */
function placeOf({ services, request, names, url, mountPath }: HandlerInput): UiPlace {
  const slash = pathOf(url).endsWith('/') && !names.paths.ui.endsWith('/')
  const up = '../'.repeat(names.paths.ui.split('/').length - 2 + (slash ? 1 : 0))
  return {
    baseUrl: up === '' ? '.' : up.slice(0, -1),
    urlOf: (file, hash) =>
      `${up}${names.paths.uiFile.slice(1).replace(':file', encodeURIComponent(file))}${hash === undefined ? '' : `?v=${hash}`}`,
    names,
    webSocket: services.mounts.hasSocket(mountPath() + names.paths.live),
    languages: languagesOf(request),
  }
}
