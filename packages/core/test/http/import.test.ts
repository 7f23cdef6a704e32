import { expect, it } from 'vitest'
import { sqliteStore } from '../../../store-sqlite/src/index.ts'
import { createSillage } from '../../src/index.ts'
import { fetchServer } from './fetch-server.ts'
import { heapMegabytes } from './heap.ts'

const ROWS = 100_000

it('imports 100,000 rows as they come, in bounded memory, and reports by line', { timeout: 120_000 }, async () => {
  const sillage = createSillage({ store: sqliteStore({ filename: ':memory:' }), baseUrl: 'http://mail.example/s' })
  await sillage.migrate()
  const { url, close } = await fetchServer(sillage, { authorize: () => true })

  const heap: number[] = []
  function* file(): Generator<Uint8Array> {
    yield Buffer.from('Adresse;Client;Ville;Secteur\r\n', 'latin1')
    for (let at = 0; at < ROWS; at += 1_000) {
      if (at % 20_000 === 10_000) heap.push(heapMegabytes())
      const rows = Array.from({ length: 1_000 }, (_, n) => row(at + n)).join('')
      yield Buffer.from(rows, 'latin1')
    }
  }
  /** Row n is on line n + 2. One in ten thousand is no address, another is there already in other letters. */
  function row(n: number): string {
    if (n % 10_000 === 5) return `broken${n};Soci\xe9t\xe9 ${n % 500};Brest;"a;b"\r\n`
    const address = n % 10_000 === 6 ? 'P1@EXAMPLE.ORG' : `p${n}@example.org`
    return `${address};Soci\xe9t\xe9 ${n % 500};Saint-\xc9tienne;"commerce; d\xe9tail"\r\n`
  }

  const answer = await fetch(`${url}/api/contacts/import?email=Adresse&company=Client`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: ReadableStream.from(file()),
    duplex: 'half',
  } as RequestInit)
  expect(answer.status).toBe(200)
  const bad = Array.from({ length: 10 }, (_, n) => n * 10_000 + 7)
  expect(await answer.json()).toMatchObject({
    accepted: ROWS - 20,
    invalidCount: 10,
    duplicateCount: 10,
    invalid: bad.map((line) => ({ line })),
    duplicates: bad.map((line) => ({ line: line + 1, email: 'P1@EXAMPLE.ORG' })),
  })
  expect(Math.max(...heap) - (heap[0] ?? 0)).toBeLessThan(20)
  const found = await sillage.contacts.list({ q: 'p99999@', company: 'Société 499' })
  expect(found.items[0]).toMatchObject({ data: { Ville: 'Saint-Étienne', Secteur: 'commerce; détail' } })
  await close()
  await sillage.close()
})
