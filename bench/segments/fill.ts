import type { StoreTarget } from '../store/targets.ts'

/** The campaigns that people received; others have no messages, and are there to be read beside them. */
export const CAMPAIGNS = [1, 2, 3] as const
export const EMPTY = 297
/** The two links of each campaign, by the URL they share; one of five clicks is on the first. */
export const RARE_URL = 'https://example.org/rare'
const URL = 'https://example.org/'
const PIECE = 50_000
const START = Date.UTC(2026, 0, 5)

/** A number below `size`, another one for each campaign and thing that is chosen; the same in every run. */
const chosen = (campaign: number, factor: number, size: number): string =>
  `(((i * ${factor + campaign * 1_002}) % 1000003) % ${size})`

const opened = (campaign: number): string => `(${chosen(campaign, 15_485, 5)} < 2)`
const clicked = (campaign: number): string => `(${chosen(campaign, 32_452, 4)} = 0 and ${opened(campaign)})`

/**
 * Fills an empty, migrated database: so many people who are contacts and have a message in each of three campaigns,
 * which two of five opened and one of ten clicked. By the database's own means, with its indexes built afterwards.
 */
export async function fillCampaigns(target: StoreTarget, people: number): Promise<void> {
  await target.run(`insert into ${target.table('email_contents')} (owner, digest, subject, html)
    values ('', 'one', 'Bench', '<p></p>')`)
  for (let id = 1; id <= CAMPAIGNS.length + EMPTY; id++) await target.run(campaignRow(target, id))
  const tables = ['email_contacts', 'email_messages', 'email_deliveries', 'email_tracking_events']
  const rebuilds: (() => Promise<void>)[] = []
  for (const table of tables) rebuilds.push(await target.dropIndexes(table))
  for (let from = 1; from <= people; from += PIECE) await target.run(contactRows(target, from, upTo(from, people)))
  for (const id of CAMPAIGNS) {
    for (const link of [id * 2 - 1, id * 2])
      await target.run(`insert into ${target.table('email_links')} (id, campaign_id, url, url_key, personalised)
        values (${link}, ${id}, '${link % 2 === 1 ? RARE_URL : URL}', '${link}', 0)`)
    for (let from = 1; from <= people; from += PIECE)
      for (const rows of [messageRows, deliveryRows, eventRows])
        await target.run(rows(target, id, (id - 1) * people, from, upTo(from, people)))
  }
  for (const rebuild of rebuilds) await rebuild()
  for (const id of CAMPAIGNS) await countAll(target, id)
  // PostgreSQL has not counted the ids that were given.
  await target.store.migrate({ advanceIds: CAMPAIGNS.length * people + EMPTY + 100 })
  await target.settle()
}

const upTo = (from: number, people: number): number => Math.min(from + PIECE - 1, people)

const campaignRow = (target: StoreTarget, id: number): string =>
  `insert into ${target.table('email_campaigns')} (id, kind, owner, name, name_key, content_id, sender_address, reply_to, options, topic,
    resend_unknown, transactional, status, created_at, updated_at, planned_at, warnings)
    values (${id}, 'campaign', '', 'Bench', 'bench', 1, 'a@example.org', '[]', '{}', '', 0, 0, '${id > CAMPAIGNS.length ? 'draft' : 'completed'}',
      ${START}, ${START}, ${START}, '[]')`

const email = `'user' || ((i * 48271) % 9999991) || '.' || i || '@example' || (i % 50) || '.org'`
const name = `'name ' || ((i * 8887) % 1000003)`
const company = `'company ' || (i % 5000)`

const contactRows = (target: StoreTarget, from: number, to: number): string =>
  `insert into ${target.table('email_contacts')}
    (owner, email, email_key, email_plain, name, name_key, company, company_key, tags, data, created_at)
    select '', ${email}, ${email}, ${email}, ${name}, ${name}, ${company}, ${company}, '[]', '{"plan":"basic"}', ${START}
    from ${target.series(from, to)}`

const messageRows = (target: StoreTarget, id: number, offset: number, from: number, to: number): string =>
  `insert into ${target.table('email_messages')} (id, campaign_id, email, email_key, once_key, name, name_key, company,
    company_key, data)
    select i + ${offset}, ${id}, ${email}, ${email}, '', ${name}, ${name}, ${company}, ${company}, '{"plan":"basic"}'
    from ${target.series(from, to)}`

const deliveryRows = (target: StoreTarget, id: number, offset: number, from: number, to: number): string =>
  `insert into ${target.table('email_deliveries')} (id, campaign_id, state, due_at, sent_at, tracked, opens, clicks,
    last_open_at, last_click_at)
    select i + ${offset}, ${id}, 'sent', 0, ${START} + i, 3, case when ${opened(id)} then 2 else 0 end,
      case when ${clicked(id)} then 1 else 0 end, case when ${opened(id)} then ${START} + i * 20 end,
      case when ${clicked(id)} then ${START} + i * 20 end
    from ${target.series(from, to)}`

/** Two opens of each message that was opened, then the click. */
const eventRows = (target: StoreTarget, id: number, offset: number, from: number, to: number): string =>
  `insert into ${target.table('email_tracking_events')}
    (message_id, link_id, type, at, ip, user_agent, verdict, reasons, rules_version, flags, count)
    select i + ${offset}, case when j = 2 then case when ${chosen(id, 27_644, 5)} = 0 then ${id * 2 - 1} else ${id * 2} end end,
      case when j = 2 then 'click' else 'open' end, ${START} + i * 20 + j, '192.0.2.1',
      'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0', 'human', null, 1, 0, 1
    from ${target.series(from, to)} cross join (select i as j from ${target.series(0, 2)}) inner_series
    where ${opened(id)} and (j < 2 or ${clicked(id)})`

async function countAll(target: StoreTarget, id: number): Promise<void> {
  const of = (condition: string) => `coalesce(sum(case when ${condition} then 1 else 0 end), 0)`
  await target.run(`update ${target.table('email_campaigns')} set
    (total, sent, opens_total, opens_unique, opens_tracked, clicks_total, clicks_unique, clicks_tracked) =
    (select count(*), count(*), 2 * ${of('opens > 0')}, ${of('opens > 0')}, count(*), ${of('clicks > 0')}, ${of('clicks > 0')},
      count(*) from ${target.table('email_deliveries')} where campaign_id = ${id}) where id = ${id}`)
  for (const link of [id * 2 - 1, id * 2])
    await target.run(`update ${target.table('email_links')} set (total, unique_clicks) =
      (select count(*), count(*) from ${target.table('email_tracking_events')} where link_id = ${link}) where id = ${link}`)
}
