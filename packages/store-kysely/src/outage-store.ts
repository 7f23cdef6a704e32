import type { OutageStore } from '@sillage/core/store'
import type { SqlContext } from './context.ts'
import { prepared } from './prepared.ts'
import { parseJson } from './rows/values.ts'
import { change, rows } from './work.ts'

const columns = ['transport', 'sender', 'server', 'since', 'error', 'next_try_at'] as const

export function outageStore({ engine, db }: SqlContext): OutageStore {
  const outages = prepared((after: number) =>
    db.selectFrom('email_outages').select(columns).where('next_try_at', '>=', after).orderBy('since'),
  )
  return {
    async put({ transport, sender, server, since, error, nextTryAt }) {
      const values = { server, since, error: JSON.stringify(error), next_try_at: nextTryAt }
      const query = db
        .insertInto('email_outages')
        .values({ transport, sender, ...values })
        .onConflict((on) => on.columns(['transport', 'sender']).doUpdateSet(values))
      await engine.write(() => change(query))
    },

    async end({ transport, sender }) {
      const query = db.deleteFrom('email_outages').where('transport', '=', transport).where('sender', '=', sender)
      await engine.write(() => change(query))
    },

    async list(after) {
      const found = await engine.read(() => rows(outages(after)))
      return found.map(({ next_try_at: nextTryAt, error, ...outage }) => ({
        ...outage,
        error: parseJson(error),
        nextTryAt,
      }))
    },

    prune: (before) => engine.write(() => change(db.deleteFrom('email_outages').where('next_try_at', '<', before))),
  }
}
