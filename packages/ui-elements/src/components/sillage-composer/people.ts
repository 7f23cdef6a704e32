import type { PreviewInput } from '@sillage/core/browser'
import type { ApiClient } from '../../client/api-client.ts'
import { createLatest } from '../../client/latest.ts'
import { createReach, noReach, type Reach, unknownReach } from '../sillage-recipients/reach.ts'
import { isNobody, type RecipientChoice, selectionOf } from '../sillage-recipients/recipient-choice.ts'

/** A recipient for the preview: a contact of the directory, or data in place of one. */
export interface Sample extends Pick<PreviewInput, 'contactId' | 'data'> {
  name: string
}

/** What is known of the people who are chosen. */
export interface People {
  reach: Reach
  /** The first of them; before anybody is chosen, the first of the directory. */
  sample: Sample | undefined
  /** Merge fields that some of them have, besides name, email and company. */
  fields: readonly string[]
}

export const noPeople: People = { reach: unknownReach, sample: undefined, fields: [] }

/** How many will receive it; undefined while that is not known. */
export function reached({ count, counting }: Reach): number | undefined {
  return counting || count === undefined ? undefined : count.total - count.suppressed
}

/** Keeps up with a choice: counts whom it reaches, and finds somebody to show the message as. */
export function createPeople(client: () => ApiClient | undefined, changed: (people: People) => void) {
  const latest = createLatest()
  let people = noPeople
  let chosen: RecipientChoice | undefined
  const set = (part: Partial<People>) => {
    people = { ...people, ...part }
    changed(people)
  }
  const counter = createReach(client, (reach) => set({ reach }))

  async function find(choice: RecipientChoice): Promise<void> {
    const api = client()
    const own = choice.lists.flatMap((list) => list.people[0] ?? [])[0]
    const fields = fieldsOf(choice.lists.flatMap((list) => list.people.slice(0, SEEN)))
    if (own !== undefined) set({ sample: { name: own.name ?? own.email, data: { ...own.data, ...own } }, fields })
    if (api === undefined) return
    try {
      const found = await latest.run((signal) => seen(api, choice, signal))
      if (found === undefined) return
      const [first] = found
      const sample = first === undefined ? undefined : { name: first.name ?? first.email, contactId: first.id }
      set({ sample: own === undefined ? sample : people.sample, fields: [...fields, ...fieldsOf(found)] })
    } catch {
      // The preview shows the names of the fields then.
    }
  }

  return {
    choose(choice: RecipientChoice): void {
      if (choice === chosen) return
      chosen = choice
      const { own } = choice
      const known = own === undefined ? (isNobody(choice) ? noReach : undefined) : { ...noReach, total: own.total }
      counter.ask(selectionOf(choice), known)
      void find(choice)
    },
    /** A draft is shown, maybe with the same people, who are others by now. */
    begin(choice: RecipientChoice): void {
      chosen = undefined
      this.choose(choice)
    },
    again: () => counter.again(),
    get counted() {
      return counter.counted
    },
    stop(): void {
      latest.cancel()
      counter.stop()
    },
  }
}

/** Of so many people the fields are read. */
const SEEN = 50

/** Some of the contacts that are chosen; where none is, some of the directory. */
async function seen(api: ApiClient, { picked, rules }: RecipientChoice, signal: AbortSignal) {
  const [rule] = rules.filter(({ did }) => did === '')
  const { q, company, tag } = rule ?? { q: '', company: '', tag: '' }
  const { items } = await api.listContacts({ q, company, tag, limit: SEEN }, signal)
  const [first] = picked.filter(({ id }) => id !== undefined)
  if (first?.id === undefined) return items
  const { id, email, name } = first
  return [{ id, email, name, data: {} }, ...items]
}

function fieldsOf(people: readonly { data?: Record<string, unknown> | undefined }[]): string[] {
  return [...new Set(people.flatMap(({ data }) => Object.keys(data ?? {})))]
}
