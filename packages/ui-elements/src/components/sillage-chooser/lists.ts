import { decodeText } from '../sillage-import/decode-text.ts'
import { type ListColumn, type ListField, readList } from '../sillage-recipients/read-list.ts'
import type { PersonList, RecipientChoice } from '../sillage-recipients/recipient-choice.ts'
import type { TableQuery } from '../sillage-table/sillage-table.ts'
import { LONG_PASTE } from './list-view.ts'

/** The lists of a choice: read in short turns, the newest text of each. */
export function createLists(on: {
  choice(): RecipientChoice
  change(part: Partial<RecipientChoice>): void
  reading(reading: boolean): void
  /** What a long text is called that was pasted. */
  long(): string
}) {
  let typed = ''
  let typing: AbortController | undefined
  let stopped = new AbortController()
  const pending = new Set<Promise<void>>()
  let shown: RecipientChoice['lists'] = []
  let query: TableQuery = {}
  let all: PersonList | undefined

  function wait(work: Promise<void>): void {
    const done = work.finally(() => {
      pending.delete(done)
      on.reading(pending.size > 0)
    })
    pending.add(done)
    on.reading(true)
  }
  /** Reads one list; `put` says where it goes, once it is read. */
  async function read(
    text: string,
    signal: AbortSignal,
    put: (list: PersonList) => void,
    name = '',
    columns?: readonly ListColumn[],
  ): Promise<void> {
    const list = await readList(text, signal, columns)
    if (list !== undefined) put({ ...list, name, text })
  }
  const put = (list: PersonList, place: (one: PersonList) => boolean) => {
    const { lists } = on.choice()
    on.change({ lists: lists.some(place) ? lists.map((one) => (place(one) ? list : one)) : [...lists, list] })
  }
  const add = (name: string, text: string, signal: AbortSignal) =>
    read(text, signal, (list) => put(list, () => false), name)

  return {
    get typed() {
      return typed
    },
    /** Resolves when everything that was given is read. */
    async settled(): Promise<void> {
      while (pending.size > 0) await Promise.all(pending)
    },
    /** As a table asks for the people of all lists; another object when these have changed. */
    get query() {
      return query
    },
    /** The people of all lists together. */
    get all(): PersonList {
      const [first = emptyList, ...others] = shown
      all ??= others.length === 0 ? first : { ...first, people: shown.flatMap(({ people }) => people) }
      return all
    },
    type(text: string): void {
      typed = text
      typing?.abort()
      typing = new AbortController()
      const signal = AbortSignal.any([typing.signal, stopped.signal])
      wait(read(text, signal, (list) => put(list, ({ name }) => name === '')))
    },
    paste(event: ClipboardEvent): void {
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (text.length < LONG_PASTE) return
      event.preventDefault()
      wait(add(on.long(), text, stopped.signal))
    },
    file(file: File | undefined): void {
      if (file === undefined) return
      const { signal } = stopped
      wait(file.arrayBuffer().then((bytes) => add(file.name, decodeText(bytes, false), signal)))
    },
    map(list: PersonList, at: number, field: ListField): void {
      // A field is filled by one column: another that had it is left out.
      const columns = list.columns?.map((column, index) => {
        if (index === at) return { ...column, field }
        return field !== 'data' && column.field === field ? { ...column, field: 'none' as const } : column
      })
      wait(read(list.text, stopped.signal, (next) => put(next, (one) => one === list), list.name, columns))
    },
    remove(list: PersonList): void {
      if (list.name === '') typed = ''
      on.change({ lists: on.choice().lists.filter((one) => one !== list) })
    },
    /** The lists that are chosen, which may be others than those that were read here. */
    show({ lists }: RecipientChoice): void {
      if (lists === shown) return
      shown = lists
      all = undefined
      query = { lists }
    },
    begin({ lists }: RecipientChoice): void {
      stopped.abort()
      stopped = new AbortController()
      typed = lists.find(({ name }) => name === '')?.text ?? ''
    },
    stop(): void {
      stopped.abort()
      stopped = new AbortController()
    },
  }
}

const emptyList: PersonList = {
  name: '',
  text: '',
  people: [],
  duplicates: 0,
  invalid: 0,
  invalidLines: [],
  cutLines: [],
  columns: undefined,
}
