import { createSillage, type Sillage, smtpTransport } from '@sillage/core'
import type { Store } from '@sillage/core/store'
import { postgresStore } from '@sillage/store-postgres'
import { sqliteStore } from '@sillage/store-sqlite'
import { html, person, subject } from '../send/mail.ts'

/** Where a database is, for another process. */
export type Place = { filename: string } | { connectionString: string }

/** What a process of this benchmark is given, as JSON in its first argument. */
export interface Task {
  place: Place
  /** Of the mail server. */
  port: number
  campaigns: number
}

export const storeAt = (place: Place): Store => ('filename' in place ? sqliteStore(place) : postgresStore(place))

export const hostOn = (store: Store, port: number): Sillage =>
  createSillage({
    store,
    transport: smtpTransport({ host: '127.0.0.1', port, ignoreTLS: true }),
    baseUrl: 'http://127.0.0.1:3000/mail',
    from: 'Shop <news@example.com>',
    sending: { concurrency: 40 },
  })

export async function create(sillage: Sillage, count: number, start = true): Promise<string> {
  const recipients = Array.from({ length: count }, (_, n) => person(n))
  return (await sillage.campaigns.create({ name: 'Bench', subject, html, recipients, start })).id
}

/** So many campaigns, 50 at a time; their ids. */
export async function createMany(sillage: Sillage, campaigns: number, size: number): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < campaigns; n += 50)
    ids.push(...(await Promise.all(Array.from({ length: 50 }, () => create(sillage, size)))))
  return ids
}
