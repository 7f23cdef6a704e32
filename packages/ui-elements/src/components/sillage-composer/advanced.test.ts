import type { CampaignInput } from '@sillage/core/browser'
import { documentOfText } from '@sillage/core/document'
import { expect, expectTypeOf, test } from 'vitest'
import { openComposer, send, write } from '../../../test/support/compose.ts'
import { campaign } from '../../../test/support/fake-data.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, button, one, said, settled, type, until } from '../../../test/support/mount.ts'
import { writingEn } from '../../locales/writing-en.ts'
import { advancedOf, optionsOf, type Unplaced } from './advanced.ts'
import { emptyDraft, previewOf } from './draft.ts'

test('settings without a field are carried, with what a newer server knows of limits and tracking', () => {
  const limits = { perSecond: 3, burst: 2, perDay: 100, perWeek: 500 }
  const utm = { term: 'fair', id: '7' }
  const tracking = { clicks: false, aggregate: true, replies: true, utm }
  const hours = { from: '09:00', to: '18:00', days: ['mon' as const], timeZone: '{{timeZone}}' }
  const times = { hours, notAfter: '2026-12-24T11:00:00.000Z' }
  const settings = { from: 'a@harbour.example', limits, tracking, topic: 'fairs', concurrency: 2, ...times } as const
  const copy = optionsOf(
    advancedOf(campaign({ id: '9', headers: { 'X-Fair': 'a' }, onUnknown: 'resend', ...settings })),
  )
  expect(copy).toMatchObject({ ...settings, headers: { 'X-Fair': 'a' }, onUnknown: 'resend' })
  // An answer has facts beside settings, which no request takes: of the two, only names tell which is which.
  expect(optionsOf(advancedOf({ ...campaign(), ...{ complaintRate: 0 } }))).not.toHaveProperty('complaintRate')
})

test('a preheader that was emptied does not come back out of the document', () => {
  const document = { ...documentOfText('Hello'), preheader: 'Doors open at nine' }
  const draft = {
    ...emptyDraft,
    mode: 'own' as const,
    subject: 'Hi',
    html: '<p>',
    made: { document, html: '<p>', text: '' },
  }
  const { preheader: _, ...rest } = document
  expect(previewOf(draft, writingEn)?.document).toEqual(rest)
  const carried = { ...draft.carried, input: { preheader: 'At ten' } }
  expect(previewOf({ ...draft, carried }, writingEn)).toMatchObject({ document: rest, preheader: 'At ten' })
})

test('settings that were not given are not given by a copy either', () => {
  const copy = optionsOf(
    advancedOf(campaign({ id: '9', topic: null, concurrency: null, replyTo: [], hours: null, notAfter: null })),
  )
  for (const name of ['topic', 'concurrency', 'replyTo', 'hours', 'notAfter']) expect(copy).not.toHaveProperty(name)
})

test('a field of the form that was emptied does not come back from the campaign', () => {
  const first = campaign({ id: '9' })
  first.limits = { perSecond: 3, perDay: 100 }
  first.tracking = { clicks: false, utm: { term: 'fair' } }
  const advanced = advancedOf(first)
  const emptied = { ...advanced, limits: { ...advanced.limits, perDay: '' }, utm: { ...advanced.utm, term: '' } }
  expect(optionsOf(emptied)).toMatchObject({ limits: { perSecond: 3 }, tracking: { clicks: false } })
  expect(optionsOf(emptied).limits).not.toHaveProperty('perDay')
  expect(optionsOf(emptied).tracking).not.toHaveProperty('utm')
})

test('a new field of the input has to be named, also where it may be left out', () => {
  type Named = { [K in keyof Unplaced]: Unplaced[K] }
  expectTypeOf<Named>().toExtend<Unplaced>()
  expectTypeOf<Named>().not.toExtend<Unplaced<CampaignInput & { mood?: string | undefined }>>()
})

test('topic, hours, an end, a server and files are sent, and taken out again', async () => {
  const server = createFakeServer()
  server.state.transports.push('bulk', 'night')
  await openComposer(server)
  await write()
  type(one<HTMLInputElement>('#topic'), 'news ')
  await until(() => all('#transport option').length === 3)
  expect(all('#transport option').map((option) => said(option))).toEqual(['The usual one', 'bulk', 'night'])
  one<HTMLSelectElement>('#transport').value = 'bulk'
  one('#transport').dispatchEvent(new Event('change'))
  one<HTMLInputElement>('#notAfter').value = '2999-01-01T08:00'
  one('#notAfter').dispatchEvent(new Event('change'))
  one<HTMLInputElement>('#hours').click()
  await settled()
  all('label')
    .find(({ textContent }) => textContent?.trim() === 'Sun')
    ?.click()
  const files = new DataTransfer()
  for (const name of ['a.txt', 'b.txt']) files.items.add(new File(['abc'], name))
  one<HTMLInputElement>('#attachments').files = files.files
  one('#attachments').dispatchEvent(new Event('change'))
  await until(() => all('.files > li').length === 2)
  button('Remove a.txt').click()
  await settled()
  await send()
  await until(() => server.asked('createCampaign').length === 1)
  expect(server.asked('createCampaign')[0]?.body).toMatchObject({
    topic: 'news',
    transport: 'bulk',
    notAfter: new Date('2999-01-01T08:00').toISOString(),
    hours: {
      from: '09:00',
      to: '18:00',
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    attachments: [{ attachment: 'file of b.txt', filename: 'b.txt', size: 3 }],
  })
})

test('senders and topics that were set up are offered, and a name with a comma arrives as one name', async () => {
  const server = createFakeServer()
  const settings: Record<string, unknown> = {
    senders: [{ email: 'news@port.example', name: 'Port, \u201cBrest\u201d' }, { email: 'port@port.example' }],
    topics: [{ key: 'fairs', name: 'Fairs' }],
  }
  server.state.intercept = ({ url }) => {
    const key = url.pathname.split('/').at(-1) ?? ''
    return url.pathname.includes('/settings/')
      ? Response.json({ key, value: settings[key], fixed: false, updatedAt: null })
      : undefined
  }
  await openComposer(server)
  const offered = (id: string) => all<HTMLOptionElement>(`datalist#${id} option`).map(({ value }) => value)
  await until(() => offered('senders').length === 2)
  expect(offered('senders')).toEqual(['"Port, \u201cBrest\u201d" <news@port.example>', 'port@port.example'])
  expect(offered('topics')).toEqual(['fairs'])
  expect(one<HTMLInputElement>('#from').list?.id).toBe('senders')
  expect(one<HTMLInputElement>('#topic').list?.id).toBe('topics')
})
