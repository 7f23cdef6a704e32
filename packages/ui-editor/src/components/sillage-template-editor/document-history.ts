import type { RegionDocument } from '@sillage/core/document'

/** Typing in one place is one step until somebody waits so long, in milliseconds. */
const pause = 600
/** So many steps are kept. */
const most = 200

/** The states of a document before each change, of all its places together. */
export class DocumentHistory {
  #past: RegionDocument[] = []
  #future: RegionDocument[] = []
  #last: { what: string; at: number } | undefined

  get canUndo(): boolean {
    return this.#past.length > 0
  }

  get canRedo(): boolean {
    return this.#future.length > 0
  }

  /** Keeps what there was before a change of `what`, at this time. */
  record(before: RegionDocument, what: string, at: number): void {
    const goesOn = this.#last?.what === what && at - this.#last.at < pause
    if (!goesOn) this.#past = [...this.#past, before].slice(-most)
    this.#future = []
    this.#last = { what, at }
  }

  /** The next change is a step of its own. */
  end(): void {
    this.#last = undefined
  }

  undo(now: RegionDocument): RegionDocument | undefined {
    const before = this.#past.pop()
    if (before !== undefined) this.#future.push(now)
    this.end()
    return before
  }

  redo(now: RegionDocument): RegionDocument | undefined {
    const after = this.#future.pop()
    if (after !== undefined) this.#past.push(now)
    this.end()
    return after
  }

  clear(): void {
    this.#past = []
    this.#future = []
    this.end()
  }
}
