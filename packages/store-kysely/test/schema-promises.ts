import assert from 'node:assert/strict'
import type { Store } from '@sillage/core/store'
import { human, openOf, sendingCampaign, smallCampaign } from './small-campaign.ts'

/** Runs SQL without the store; returns the first column of its first row, as a number. */
export type RunSql = (sql: string) => Promise<number | undefined>

/** Every column with a fixed list of words, with its table. */
const states = [
  ['email_campaigns', 'kind'],
  ['email_campaigns', 'status'],
  ['email_campaigns', 'removed'],
  ['email_deliveries', 'state'],
  ['email_tracking_events', 'type'],
  ['email_tracking_events', 'verdict'],
  ['email_suppressions', 'reason'],
] as const

/**
 * What the tables enforce by themselves, whoever writes to them: known words only, an address once in a campaign, ids
 * beyond 32 bits, and no message or event without its campaign, while links stay.
 */
export async function keepsItsPromises(store: Store, run: RunSql): Promise<void> {
  const { id, messageIds } = await sendingCampaign(store, 3)
  await store.campaigns.addLinks(id, [{ url: 'https://example.org/', personalised: false }])
  await store.events.record({ recorder: 'r', sequence: 1, hits: messageIds.map(openOf), lookBackMs: 1 }, human)
  const address = { owner: null, email: 'gone@example.org', emailHash: null, topic: null }
  await store.suppressions.add({ ...address, reason: 'manual', at: 1 })

  for (const [table, column] of states) {
    const wrong = column === 'removed' ? '7' : `'nonsense'`
    await assert.rejects(run(`update ${table} set ${column} = ${wrong}`), /check/i, `${table}.${column}`)
  }
  const again = (key: string, own: string) => `insert into email_messages
    (${own === '' ? '' : 'id, '}campaign_id, email, email_key, name_key, company_key, data)
    values (${own}${id}, 'x', '${key}', '', '', '{}')`
  await assert.rejects(run(again('p0@example.org', '')), /unique/i, 'an address once in a campaign')
  await run(again('far@example.org', `${2 ** 40}, `))
  const delivery = (of: number) =>
    `insert into email_deliveries (id, campaign_id, state, due_at) values (${of}, ${id}, 'queued', 0)`
  await assert.rejects(run(delivery(2 ** 41)), /foreign key/i, 'a delivery of a message that is there')
  await run(delivery(2 ** 40))
  assert.equal((await store.messages.get(2 ** 40))?.email, 'x')

  assert.equal(await run('select count(*) from email_tracking_events'), 3)
  await run(`delete from email_campaigns where id = ${id}`)
  for (const table of [
    'email_messages',
    'email_deliveries',
    'email_tracking_events',
    'email_timeline',
    'email_programs',
  ]) {
    assert.equal(await run(`select count(*) from ${table}`), 0, table)
  }
  assert.equal((await store.campaigns.links(id)).length, 1, 'links of mails that were delivered stay')
  await run('delete from email_contents')
  await storesContentOnce(store, run)
}

async function storesContentOnce({ campaigns }: Store, run: RunSql): Promise<void> {
  const contents = () => run('select count(*) from email_contents')
  const create = async () => (await campaigns.create(smallCampaign({ html: '<p>Same</p>' }))).campaign.id
  const [first, second] = [await create(), await create()]
  await campaigns.create(smallCampaign({ html: '<p>Same</p>', key: 'once' }))
  await campaigns.create(smallCampaign({ html: '<p>Never stored</p>', key: 'once' }))
  assert.equal(await contents(), 1, 'equal contents are one, and one that was not needed is gone')
  await campaigns.update(second, { html: '<p>Own</p>' }, ['draft'])
  await campaigns.update(second, { html: '<p>Other</p>' }, ['draft'])
  assert.equal(await contents(), 2, 'before the first start, nothing is kept of what was replaced')
  for (const id of [first, second]) await campaigns.remove(id)
  while (await campaigns.sweep(10, 1)) {}
  assert.equal(await contents(), 1, 'a content goes with the last that refers to it')
}
