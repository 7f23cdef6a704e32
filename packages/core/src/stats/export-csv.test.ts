import { expect, test } from 'vitest'
import { heapMegabytes } from '../../test/http/heap.ts'
import { neutralCell } from '../kit/neutral-cell.ts'
import { nextTurn } from '../kit/share-event-loop.ts'
import { memoryStore } from '../store/memory/memory-store.ts'
import type { MessageStore } from '../store/port/message-store.ts'
import type { MessageRecord } from '../store/port/records.ts'
import { exportCsv } from './export-csv.ts'

const campaign = { id: 1, kind: 'campaign', key: null } as const

/** A list of so many messages that exist only while their page does, and how many pages were read. */
function endless(total: number): { messages: MessageStore; asked: () => number } {
  let asked = 0
  const message: Omit<MessageRecord, 'id' | 'email' | 'name' | 'data'> = {
    campaignId: 1,
    ref: null,
    company: null,
    consent: null,
    contentId: null,
    createdAt: null,
    state: 'sent',
    attempts: 1,
    dueAt: 0,
    sentAt: 1_000,
    endedAt: null,
    error: null,
    tracked: { opens: true, clicks: true, readTime: false },
    version: 1,
    opens: 1,
    clicks: 0,
    machineOpens: 0,
    machineClicks: 0,
    readMs: null,
    lastOpenAt: 2_000,
    lastClickAt: null,
    bouncedAt: null,
    hardBouncedAt: null,
    complainedAt: null,
    unsubscribedAt: null,
    unsubscribeReason: null,
  }
  return {
    asked: () => asked,
    messages: {
      ...memoryStore().messages,
      async list({ limit, cursor }) {
        asked++
        const from = Number(cursor ?? 0)
        const items = Array.from({ length: Math.min(limit, total - from) }, (_, n) => {
          const id = from + n + 1
          return { ...message, data: {}, id, email: `r${id}@example.org`, name: `=Name ${id}` }
        })
        return { items, next: from + limit < total ? String(from + limit) : undefined }
      },
    },
  }
}

test('a page is read when its reader wants it, and none after it has left: memory holds one page, however many there are', async () => {
  const { messages, asked } = endless(100_000_000)
  const csv = exportCsv(messages, campaign, {})
  expect((await csv.next()).value).toBe(
    '\ufeffemail,name,company,ref,status,opens,clicks,readMs,sentAt,lastOpenAt,lastClickAt,attempts,error\n',
  )
  expect(asked()).toBe(0)
  for (let page = 1; page <= 3; page++) {
    const { value } = await csv.next()
    expect(value?.split('\n')).toHaveLength(page === 1 ? 51 : 501)
    expect(asked()).toBe(page)
  }
  await csv.return(undefined)
  expect(await csv.next()).toEqual({ value: undefined, done: true })
  expect(asked()).toBe(3)
})

test('a reader that takes its time keeps text, and no merge data', async () => {
  const { messages } = endless(100)
  const rows: WeakRef<object>[] = []
  const list: MessageStore['list'] = async (request) => {
    const page = await messages.list(request)
    for (const row of page.items) rows.push(new WeakRef(row.data))
    return page
  }
  const csv = exportCsv({ ...messages, list }, campaign, {})
  await csv.next()
  expect((await csv.next()).value).toContain('r50@')
  // A reference is kept until the turn in which it was made is over.
  await nextTurn()
  heapMegabytes()
  expect(rows).toHaveLength(50)
  expect(rows.filter((row) => row.deref() !== undefined)).toEqual([])
})

test('every message is one line, the last page included', async () => {
  const { messages } = endless(1_203)
  let text = ''
  for await (const piece of exportCsv(messages, campaign, {})) text += piece
  const lines = text.trimEnd().split('\n').slice(1)
  expect(lines).toHaveLength(1_203)
  expect(lines[1_202]).toBe(
    "r1203@example.org,'=Name 1203,,,opened,1,0,,1970-01-01T00:00:01.000Z,1970-01-01T00:00:02.000Z,,1,",
  )
})

test.each([
  ['=cmd()', "'=cmd()"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@sum(a1)', "'@sum(a1)"],
  ['＝cmd()', "'＝cmd()"],
  ['\t=cmd()', "'\t'=cmd()"],
  ['\r=cmd()', "'\r'=cmd()"],
  ['Port;=cmd()', "Port;'=cmd()"],
  ['Port";"=cmd()', 'Port";"\'=cmd()'],
  ['Port\n=cmd()', "Port\n'=cmd()"],
  ['Port; -1', "Port; '-1"],
])('a cell of %j is shown as text', (text, expected) => {
  expect(neutralCell(text)).toBe(expected)
})

test.each(['', 'Ada', 'ada+news@example.org', 'Rue 5-7', 'a=b', 'Tom; Jerry', '550 5.1.1 no such user - gone', 'É'])(
  'a cell of %j stays as it is',
  (text) => expect(neutralCell(text)).toBe(text),
)

test.each([
  [undefined, ','],
  [';', ';'],
  ['\t', '\t'],
] as const)('separated by %j', async (separator, sign) => {
  const { messages } = endless(1)
  const rows: string[] = []
  for await (const piece of exportCsv(messages, campaign, { ...(separator && { separator }) })) rows.push(piece)
  const [head, row] = rows.join('').split('\n')
  expect(head?.split(sign)).toHaveLength(13)
  expect(row?.split(sign).slice(0, 2)).toEqual(['r1@example.org', "'=Name 1"])
})
