import { expect, it } from 'vitest'
import type { Store } from '../../src/index.ts'
import { otherWord, personHistory, words } from './history.ts'

const everyWord: readonly string[] = [...new Set(Object.values(words).map((word) => word.toLowerCase()))]

/** What a store keeps, read without it: by place, in the bytes or the rows that are there. */
type Places = () => Promise<Readonly<Record<string, string | Uint8Array>>>

export interface OpenedStore {
  store: Store
  /** All that is there while the store is open; and what is there once it was closed and its database cleaned up. */
  places: Places
  afterwards: Places
  /** Where its database keeps all of it, and older versions until it is cleaned up. */
  files?: Places
}

/** A word as bytes may hold it, read as latin1 and in lower case: in latin1 itself, and in UTF-8 in both cases. */
const formsOf = (word: string): string[] => {
  const inUtf8 = [word, word.toUpperCase()].map((one) => Buffer.from(one).toString('latin1'))
  return [...new Set([word, ...inUtf8].map((one) => one.toLowerCase()))]
}

/** The words in a text or in bytes, in whatever case. */
function wordsIn(text: string | Uint8Array, searchedFor = everyWord): string[] {
  const bytes = (
    typeof text === 'string' ? Buffer.from(text) : Buffer.from(text.buffer, text.byteOffset, text.byteLength)
  )
    .toString('latin1')
    .toLowerCase()
  return searchedFor.filter((word) => formsOf(word).some((form) => bytes.includes(form)))
}

async function wordsAt(places: Places, searchedFor = everyWord): Promise<Record<string, string[]>> {
  const found = Object.entries(await places()).map(([place, text]) => [place, wordsIn(text, searchedFor)] as const)
  return Object.fromEntries(found.filter(([, some]) => some.length > 0))
}

/** An erasure in a store, whose `open` gives an empty one: of the person no word is left wherever one looks. */
export function noWordIsLeft(open: () => Promise<OpenedStore>): void {
  noWordOfOneIsLeft(open)
  noWordOfManyIsLeft(open)
}

export function noWordOfOneIsLeft(open: () => Promise<OpenedStore>): void {
  it('an erasure leaves no word of the person in the store, in answers or in what is logged from then on', async () => {
    const { store, places, files, afterwards } = await open()
    const { sillage, erase, answers, takeLog } = await personHistory(store)
    const missing = async (there: Places, but: readonly string[]) => {
      const kept = new Set([...Object.values(await wordsAt(there)).flat(), ...but])
      return everyWord.filter((word) => !kept.has(word))
    }
    expect(await missing(places, [words.earlierName])).toEqual([words.late])
    // A database may compress what is long.
    if (files !== undefined) expect(await missing(files, [words.data, words.long])).toEqual([words.late])
    expect(wordsIn(await answers()).length).toBeGreaterThan(10)

    await erase()
    expect(await wordsAt(places)).toEqual({})
    expect(wordsIn(await answers())).toEqual([])
    expect(wordsIn(takeLog())).toEqual([])
    await sillage.close()
    expect(await wordsAt(afterwards)).toEqual({})
  }, 60_000)
}

function noWordOfManyIsLeft(open: () => Promise<OpenedStore>): void {
  it('after many erasures no word of anybody is left', async () => {
    const { store, places, afterwards } = await open()
    const { sillage, eraseOthers } = await personHistory(store)
    expect(await wordsAt(places, [otherWord])).not.toEqual({})
    await eraseOthers()
    expect(await wordsAt(places, [otherWord])).toEqual({})
    await sillage.close()
    expect(await wordsAt(afterwards, [otherWord])).toEqual({})
  }, 60_000)
}
