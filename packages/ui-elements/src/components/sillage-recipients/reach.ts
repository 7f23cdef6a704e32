import type { Selection, SelectionCount } from '@sillage/core/browser'
import type { ApiClient } from '../../client/api-client.ts'
import { createLatest } from '../../client/latest.ts'
import { createDebounce } from '../../client/throttle.ts'
import { countSelection } from './count-selection.ts'

/** Whom a selection reaches, as far as it is known. */
export interface Reach {
  /** The last figures; while `counting`, those of an earlier selection. */
  count: SelectionCount | undefined
  counting: boolean
  failure: unknown
}

export const unknownReach: Reach = { count: undefined, counting: false, failure: undefined }
export const noReach: SelectionCount = { total: 0, suppressed: 0, companies: 0 }

/**
 * Counts the newest selection, once nothing was changed for 300 ms; answers to earlier ones are dropped. `counted`
 * resolves when what `changed` said is of the newest.
 */
export function createReach(client: () => ApiClient | undefined, changed: (reach: Reach) => void) {
  const latest = createLatest()
  let reach = unknownReach
  let asked: Selection | undefined
  let waiting: (() => void)[] = []
  const set = (next: Partial<Reach>) => {
    reach = { ...reach, ...next }
    if (!reach.counting) {
      for (const resolve of waiting) resolve()
      waiting = []
    }
    changed(reach)
  }
  const soon = createDebounce(() => void load(), 300)

  async function load(): Promise<void> {
    const [api, selection] = [client(), asked]
    if (api === undefined || selection === undefined) return
    try {
      const count = await latest.run((signal) => countSelection(api, selection, signal))
      if (count !== undefined) set({ count, counting: false, failure: undefined })
    } catch (failure) {
      set({ count: undefined, counting: false, failure })
    }
  }

  return {
    /** Counts this selection; where the figures are known without the server, they are given. */
    ask(selection: Selection, known?: SelectionCount): void {
      latest.cancel()
      soon.cancel()
      asked = selection
      set({ count: known ?? reach.count, counting: known === undefined, failure: undefined })
      if (known === undefined) soon.request()
    },
    again(): void {
      set({ counting: true, failure: undefined })
      void load()
    },
    get counted(): Promise<void> {
      return reach.counting ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()
    },
    stop(): void {
      latest.cancel()
      soon.cancel()
    },
  }
}
