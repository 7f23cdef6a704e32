import { defineElement } from './define-element.ts'

let loading: Promise<boolean> | undefined

/** Loads and registers chart and details, once; false when they cannot be had now, and the next call tries again. */
export function loadAfterFigures(): Promise<boolean> {
  loading ??= import('./after-figures.ts').then(
    ({ SillageEvents, SillageTimeline }) => {
      defineElement(SillageEvents)
      defineElement(SillageTimeline)
      return true
    },
    () => {
      loading = undefined
      return false
    },
  )
  return loading
}
