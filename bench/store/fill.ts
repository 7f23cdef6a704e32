import type { StoreTarget } from './targets.ts'

/** How much is put into a database. */
export interface Amount {
  messages: number
  /** Events of each opened message; two of five messages were opened. */
  eventsPerOpened: number
}

/** The campaign that is read, one being sent that is claimed from, and one as large as the first that few clicked. */
export const READ = 1
export const SENT = 2
export const RARE = 3
const QUEUED = 60_000
const PIECE = 50_000
const START = Date.UTC(2026, 0, 5)

const firstNames = [
  'anna',
  'bruno',
  'chloé',
  'david',
  'emma',
  'félix',
  'greta',
  'hugo',
  'inès',
  'jonas',
  'karim',
  'léa',
]
const lastNames = ['almeida', 'bernard', 'costa', 'dubois', 'eriksen', 'fischer', 'garcia', 'haas', 'ito', 'jensen']

/** What was filled in, how fast, and how large a row is on disk with its indexes. */
export interface Filled {
  rows: number
  ms: number
  bytesPerMessage: number
  bytesPerEvent: number
  /** Messages of the campaign that is read, and of the one that few clicked. */
  messages: number
  events: number
}

/**
 * Fills an empty, migrated database by the database's own means: rows made by SQL, the secondary indexes of the
 * large tables dropped before and built after, which is several times as fast as keeping them up. Counters are counted
 * from the rows.
 */
export async function fill(target: StoreTarget, { messages, eventsPerOpened }: Amount): Promise<Filled> {
  const started = performance.now()
  await target.run(`insert into ${target.table('email_contents')} (id, owner, digest, subject, html)
    values (1, '', 'one', 'Bench', '<p></p>')`)
  for (const id of [READ, SENT, RARE]) await target.run(campaign(id, id === SENT ? 'sending' : 'completed'))
  await target.run(`insert into ${target.table('email_links')} (campaign_id, url, url_key, personalised)
    values (${READ}, 'https://example.org/', 'one', 0)`)

  const empty = await target.bytes()
  const rebuilt = [await target.dropIndexes('email_messages'), await target.dropIndexes('email_deliveries')]
  for (let from = 1; from <= messages; from += PIECE) {
    const to = Math.min(from + PIECE - 1, messages)
    for (const rows of [messageRows, deliveryRows]) await target.run(rows(target, READ, from, to))
  }
  for (const rows of queuedRows(target, messages + 1, messages + QUEUED)) await target.run(rows)
  const planned = messages + QUEUED
  for (let from = planned + 1; from <= planned + messages; from += PIECE) {
    const to = Math.min(from + PIECE - 1, planned + messages)
    for (const rows of [messageRows, deliveryRows]) await target.run(rows(target, RARE, from, to))
  }
  for (const rebuild of rebuilt) await rebuild()
  const withMessages = await target.bytes()

  const rebuildEvents = await target.dropIndexes('email_tracking_events')
  for (let from = 1; from <= messages; from += PIECE) {
    await target.run(eventRows(target, from, Math.min(from + PIECE - 1, messages), eventsPerOpened))
  }
  await rebuildEvents()
  const events = await target.count('email_tracking_events')
  const withEvents = await target.bytes()
  await countAll(target)
  await target.settle()
  return {
    rows: planned + messages + events,
    ms: performance.now() - started,
    bytesPerMessage: (withMessages - empty) / (planned + messages),
    bytesPerEvent: (withEvents - withMessages) / events,
    messages,
    events,
  }

  function campaign(id: number, status: string): string {
    return `insert into ${target.table('email_campaigns')} (id, kind, owner, name, name_key, content_id, sender_address, reply_to, options, topic,
      resend_unknown, transactional, status, created_at, updated_at, warnings) values (${id}, 'campaign', '', 'Bench', 'bench', 1, 'a@example.org', '[]', '{}', '',
      0, 0, '${status}', ${START}, ${START}, '[]')`
  }
}

const messageColumns = 'campaign_id, email, email_key, name, name_key, company, company_key, data'
const deliveryColumns = `id, campaign_id, state, due_at, sent_at, tracked, opens, clicks, machine_opens, last_open_at,
  last_click_at, bounced_at, unsubscribed_at`

/**
 * A number from 0 to below `size`, different arithmetic for each thing that is chosen, so that they do not go together;
 * the same in every run.
 */
const chosen = (factor: number, size: number): string => `(((i * ${factor}) % 1000003) % ${size})`

/**
 * Two of five are opened, a quarter of these is clicked, or one in forty where clicks are rare; one in a hundred
 * failed, one was skipped.
 */
const sent = `(${chosen(7919, 100)} > 1)`
const opened = `(${chosen(15485, 5)} < 2 and ${sent})`
const clickedIn = (campaignId: number): string => `(${chosen(32452, campaignId === RARE ? 40 : 4)} = 0 and ${opened})`
const opens = `case when ${opened} then 1 + ${chosen(4817, 7)} else 0 end`
const clicksIn = (campaignId: number): string =>
  `case when ${clickedIn(campaignId)} then 1 + ${chosen(6719, 3)} else 0 end`
const state = `case ${chosen(7919, 100)} when 0 then 'failed' when 1 then 'skipped' else 'sent' end`
const lastAt = `${START} + i * 20 + ${chosen(27644, 86400)} * 1000`

function personColumns({ pick }: StoreTarget): { name: string; folded: string; company: string } {
  const first = pick(firstNames, chosen(9973, 12))
  const folded = pick(
    firstNames.map((name) => name.normalize('NFD').replace(/\p{M}/gu, '')),
    chosen(9973, 12),
  )
  const rest = `' ' || ${pick(lastNames, chosen(2741, 10))} || ' ' || ${chosen(8887, 1000)}`
  return {
    name: `${first} || ${rest}`,
    folded: `${folded} || ${rest}`,
    company: `'company ' || ${chosen(12553, 5000)}`,
  }
}

function messageRows(target: StoreTarget, campaignId: number, from: number, to: number): string {
  const { name, folded, company } = personColumns(target)
  const email = `'user' || ((i * 48271) % 9999991) || '.' || i || '@example' || (i % 50) || '.org'`
  return `insert into ${target.table('email_messages')} (${messageColumns})
    select ${campaignId}, ${email}, ${email}, ${name}, ${folded}, ${company}, ${company}, '{"plan":"basic"}'
    from ${target.series(from, to)}`
}

/** The ids of messages are those of the series, because the tables were empty. */
function deliveryRows(target: StoreTarget, campaignId: number, from: number, to: number): string {
  return `insert into ${target.table('email_deliveries')} (${deliveryColumns})
    select i, ${campaignId}, ${state}, 0,
      case when ${sent} then ${START} + i * 20 end, case when ${sent} then 3 else 0 end, ${opens}, ${clicksIn(campaignId)},
      case when ${opened} then 5 else 0 end, case when ${opened} then ${lastAt} end,
      case when ${clickedIn(campaignId)} then ${lastAt} end,
      case when ${chosen(3571, 500)} = 3 then ${START} + i * 20 end,
      case when ${chosen(5407, 700)} = 5 then ${START} + i * 20 end
    from ${target.series(from, to)}`
}

function queuedRows(target: StoreTarget, from: number, to: number): string[] {
  return [
    `insert into ${target.table('email_messages')} (campaign_id, email, email_key, name_key, company_key, data)
      select ${SENT}, 'q' || i || '@example.org', 'q' || i || '@example.org', '', '', '{}' from ${target.series(from, to)}`,
    `insert into ${target.table('email_deliveries')} (id, campaign_id, state, due_at)
      select i, ${SENT}, 'queued', 0 from ${target.series(from, to)}`,
  ]
}

function eventRows(target: StoreTarget, from: number, to: number, perMessage: number): string {
  const counted = `(${opens})`
  const isOpen = `j < ${counted}`
  const isClick = `j >= ${counted} and j < ${counted} + (${clicksIn(READ)})`
  return `insert into ${target.table('email_tracking_events')}
      (message_id, link_id, type, at, ip, user_agent, verdict, reasons, rules_version, flags, count)
    select i, case when ${isClick} then 1 end, case when ${isClick} then 'click' else 'open' end,
      ${START} + i * 20 + j * 60000, '192.0.2.' || (i % 250), 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0',
      case when ${isOpen} or ${isClick} then 'human' else 'prefetch' end, null, 1, 0, 1
    from ${target.series(from, to)} cross join (select i as j from ${target.series(0, perMessage - 1)}) inner_series
    where ${opened}`
}

async function countAll(target: StoreTarget): Promise<void> {
  const deliveries = target.table('email_deliveries')
  for (const id of [READ, SENT, RARE]) {
    const sum = (expression: string) => `coalesce(sum(${expression}), 0)`
    const of = (condition: string) => sum(`case when ${condition} then 1 else 0 end`)
    await target.run(`update ${target.table('email_campaigns')} set
      (total, queued, sent, failed, skipped, unknown, opens_total, opens_unique, opens_machine, opens_tracked, clicks_total,
        clicks_unique, clicks_tracked, bounces, unsubscribes) =
      (select count(*), ${of(`state = 'queued'`)}, ${of(`state = 'sent'`)}, ${of(`state = 'failed'`)}, ${of(`state = 'skipped'`)},
        ${of(`state = 'unknown'`)}, ${sum('opens')}, ${of('opens > 0')}, ${sum('machine_opens')}, ${of('tracked > 0')}, ${sum('clicks')},
        ${of('clicks > 0')}, ${of('tracked > 0')}, ${of('bounced_at is not null')}, ${of('unsubscribed_at is not null')}
        from ${deliveries} where campaign_id = ${id}) where id = ${id}`)
  }
  await target.run(`insert into ${target.table('email_timeline')} (campaign_id, hour, sent)
    select campaign_id, (sent_at / 3600000) * 3600000, count(*) from ${deliveries} where sent_at is not null
    group by campaign_id, (sent_at / 3600000) * 3600000`)
}
