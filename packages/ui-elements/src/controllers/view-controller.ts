import type { ReactiveController, ReactiveControllerHost } from 'lit'

/**
 * Knows whether a person can see its host, and calls it back when that changes: in the part of the page that is in
 * view, or just below it, and in a tab that is in front.
 */
export class ViewController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element
  readonly #changed: (seen: boolean) => void
  #near = false
  #seen = false
  #observer: IntersectionObserver | undefined

  constructor(host: ReactiveControllerHost & Element, changed: (seen: boolean) => void) {
    this.#host = host
    this.#changed = changed
    host.addController(this)
  }

  get seen(): boolean {
    return this.#seen
  }

  hostConnected(): void {
    this.#observer = new IntersectionObserver(
      (entries) => {
        this.#near = entries.at(-1)?.isIntersecting === true
        this.#tell()
      },
      { rootMargin: '200px' },
    )
    this.#observer.observe(this.#host)
    document.addEventListener('visibilitychange', this.#tell)
  }

  hostDisconnected(): void {
    this.#observer?.disconnect()
    document.removeEventListener('visibilitychange', this.#tell)
    this.#near = false
    this.#tell()
  }

  readonly #tell = (): void => {
    const seen = this.#near && document.visibilityState === 'visible'
    if (seen === this.#seen) return
    this.#seen = seen
    this.#changed(seen)
  }
}
