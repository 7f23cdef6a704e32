import { defineElement, type ElementClass } from './define-element.ts'

/**
 * Makes a loader for a module that a page does not need at first, which registers its elements. It is loaded once; the
 * answer is undefined when it cannot be loaded now, and the next call tries again.
 */
export function createElementLoader<M extends object>(load: () => Promise<M>): () => Promise<M | undefined> {
  let loading: Promise<M | undefined> | undefined
  return () => {
    loading ??= load().then(
      (module) => {
        for (const value of Object.values(module)) if (isElement(value)) defineElement(value)
        return module
      },
      () => {
        loading = undefined
        return undefined
      },
    )
    return loading
  }
}

function isElement(value: unknown): value is ElementClass {
  return typeof value === 'function' && 'tag' in value
}
