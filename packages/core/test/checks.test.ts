import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  type CheckInput,
  dkim,
  type Finding,
  mustacheEngine,
  smtpTransport,
  systemClock,
  type TemplateEngine,
} from '../src/index.ts'
import { recordingTransport } from '../src/testing/recording-transport.ts'
import { mailInstallation } from './mail-installation.ts'

const out = '<a href="{{unsubscribeUrl}}">Leave</a>'
const good = { subject: 'Hello', html: `<p>x</p>${out}` }
const baseUrl = 'https://mail.example/mail'

async function check(input: CheckInput, options: Parameters<typeof mailInstallation>[0] = {}) {
  const { sillage } = await mailInstallation({ baseUrl, ...options })
  return await sillage.campaigns.check(input)
}
/** A finding as far as it does not say the same in words. */
const short = ({ code, level, subject, field, line, column, details }: Finding) => [
  level,
  code,
  ...[subject, field, line, column, details].filter((value) => value !== undefined),
]

describe('a check finds', () => {
  it('nothing in good content', async () => {
    expect(await check(good)).toEqual({ findings: [], checked: null })
    expect(await check({ subject: 's', text: 'Hi. {{preferencesUrl}}' })).toEqual({ findings: [], checked: null })
  })

  const big = Buffer.alloc(200_001).toString('base64')
  it.each<[string, CheckInput, unknown[]]>([
    [
      'no way out of the HTML',
      { ...good, html: '<p>x</p>', text: '{{unsubscribeUrl}}' },
      ['warning', 'missing_unsubscribe_link'],
    ],
    ['no way out of a text', { subject: 's', text: 'x' }, ['warning', 'missing_unsubscribe_link']],
    [
      'a long subject',
      { ...good, subject: `${'é'.repeat(49)}🥛x` },
      ['hint', 'subject_long', 'subject', { characters: 51, limit: 50 }],
    ],
    [
      'a subject that data makes long',
      { ...good, subject: '{{v}}', data: { v: 'v'.repeat(51) } },
      ['hint', 'subject_long', 'subject', { characters: 51, limit: 50 }],
    ],
    [
      'a long preheader',
      { ...good, preheader: 'v {{v}}', data: { v: 'v'.repeat(99) } },
      ['hint', 'preheader_long', 'preheader', { characters: 101, limit: 100 }],
    ],
    [
      'a preheader beside one of the HTML',
      { ...good, preheader: 'v', html: `<div style="display:none">Hidden words</div>${out}` },
      ['warning', 'own_preheader', 'preheader'],
    ],
    [
      'a picture without alt',
      { ...good, html: `${out}\n <IMG src="a.png"><img src="b.png" alt><img alt="" src="c.png">` },
      ['warning', 'picture_without_alt', 'a.png', 'html', 2, 2],
    ],
    [
      'a heavy file',
      {
        ...good,
        html: `${out}<img alt="" src="cid:a">`,
        attachments: [{ filename: 'a.png', cid: 'a', base64: big }],
      },
      ['warning', 'picture_heavy', 'a.png', 'attachments', { bytes: 200_001, limit: 200_000 }],
    ],
    [
      'a link that is not https',
      { ...good, html: `${out}<a href="https://a.example">\n<a href="HTTP://a.example/{{id}}">` },
      ['hint', 'link_not_https', 'HTTP://a.example/{{id}}', 'html', 2, 10],
    ],
    [
      'a link whose words are another address',
      { ...good, html: `${out}<a href="https://a.example/">https://b.example</a>` },
      ['warning', 'link_text_mismatch', 'https://a.example/', 'html', 1, 68],
    ],
    [
      'a field that the sample lacks',
      { ...good, html: `${out}\n{{vorname}}`, data: { firstName: 'Zoe' } },
      ['warning', 'unknown_merge_field', 'vorname', 'html', 2, 1],
    ],
    ['no subject', { html: out }, ['error', 'missing_content', 'subject']],
    ['no content', { subject: 's', html: ' ' }, ['error', 'missing_content', 'html']],
    ['an unclosed tag', { subject: 'a {{b', html: out }, ['error', 'invalid_template', 'subject']],
    [
      'data that makes too much',
      { ...good, html: `${out}{{#a}}{{b}}{{/a}}`, data: { a: Array(99).fill(1), b: 'x'.repeat(20_000) } },
      ['error', 'invalid_template'],
    ],
  ])('%s', async (_, input, expected) => {
    const { findings } = await check(input)
    expect(findings.map(short)).toEqual([expected])
    expect(findings[0]?.message).toMatch(/^[A-Za-z].{20,}/)
  })

  it('a picture in the HTML that is heavy, and HTML that Gmail cuts as it is sent', async () => {
    const { findings } = await check({ ...good, html: `${out}<img alt="" src="data:image/png;base64,${big}">` })
    expect(findings.map(({ code, details }) => [code, details])).toEqual([
      ['html_clipped', { bytes: expect.any(Number), limit: 100_000 }],
      ['picture_heavy', { bytes: 200_001, limit: 200_000 }],
    ])
  })

  it('what its size is as it is sent, with the links and the data of a mail', async () => {
    const links = '<a href="https://a.example/">A</a>'.repeat(900)
    const short = `${out}${links}${'x'.repeat(31_000)}`
    expect(short.length).toBeLessThan(65_000)
    expect((await check({ ...good, html: short })).findings.map(({ code }) => code)).toEqual(['html_clipped'])
    const untracked = { ...good, html: short, tracking: { clicks: false } }
    expect((await check(untracked)).findings).toEqual([])
    const data = { ...good, html: `${out}{{v}}${'x'.repeat(45_000)}`, data: { v: 'v'.repeat(60_000) } }
    expect((await check(data)).findings.map(({ code }) => code)).toEqual(['html_clipped'])
  })

  it('a sender for whom the transport signs nothing', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const signer = dkim({ domainName: 'shop.example', keySelector: 's', privateKey })
    const transport = smtpTransport({ host: '127.0.0.1', port: 9, dkim: signer })
    for (const [from, findings] of [
      ['news@mail.shop.example', []],
      ['News {{name}} <a@shop.example>', []],
      ['a@other.example', [['warning', 'from_not_signed', 'other.example', 'from']]],
    ] as const)
      expect((await check({ ...good, from }, { transport })).findings.map(short)).toEqual(findings)
    // Of a transport without keys nothing is known: its server may sign.
    expect((await check({ ...good, from: 'a@other.example' })).findings).toEqual([])
  })

  it('no sender', async () => {
    const { findings } = await check(good, { from: undefined })
    expect(findings.map(short)).toEqual([['error', 'missing_from', 'from']])
  })

  it('all that is wrong with several fields at once, errors first', async () => {
    const { findings } = await check({
      subject: 'a\n{{b'.replace('\n', ' '),
      html: `{{#a}}${'x'.repeat(10)}`,
      preheader: '{{p',
      text: '{{/b}}',
      from: 'nobody',
      replyTo: 'nobody else',
      headers: { 'X-A': '{{#c}}' },
    })
    expect(findings.map(({ level, code, field }) => [level, code, field])).toEqual([
      ['error', 'invalid_address', 'from'],
      ['error', 'invalid_address', 'replyTo'],
      ['error', 'invalid_template', 'headers'],
      ['error', 'invalid_template', 'subject'],
      ['error', 'invalid_template', 'preheader'],
      ['error', 'invalid_template', 'html'],
      ['error', 'invalid_template', 'text'],
    ])
  })

  it.each<[CheckInput, string, string]>([
    [{ ...good, html: 'x'.repeat(1_000_001) }, 'html_too_large', 'html'],
    [{ ...good, html: `${out}${'<a href="https://a.example/">'.repeat(1_001)}` }, 'too_many_links', 'html'],
    [
      { ...good, attachments: [{ filename: 'a', content: new Uint8Array(10_000_001) }] },
      'attachments_too_large',
      'attachments',
    ],
  ])('what goes beyond a limit: %#', async (input, code, field) => {
    expect((await check(input)).findings.map(short)).toEqual([['error', code, field]])
  })

  it('the same about the same once, and of a code at most 50', async () => {
    const { findings } = await check({ ...good, html: `${out}${'<img src="a.png">\n'.repeat(3)}` })
    expect(findings).toMatchObject([{ code: 'picture_without_alt', count: 3, line: 1 }])
    const many = Array.from({ length: 99 }, (_, n) => `<img src="${n}.png">`).join('')
    const capped = await check({ ...good, html: out + many })
    expect(capped.findings.map(({ subject }) => subject)).toEqual(Array.from({ length: 50 }, (_, n) => `${n}.png`))
  })

  it('what an engine makes that only renders', async () => {
    const templateEngine: TemplateEngine = {
      compile(source, mode) {
        const { fields, render } = mustacheEngine().compile(source, mode)
        return { fields, render: async (data) => await render(data) }
      },
    }
    const html = `${out}\n<img src="a.png">{{#name}}{{name}}{{/name}}`
    const content = { templateEngine }
    expect((await check({ ...good, html }, { content })).findings.map(short)).toEqual([
      ['warning', 'picture_without_alt', 'a.png', 'html', 2, 1],
    ])
    expect((await check({ ...good, html: 'x' }, { content })).findings.map(({ code }) => code)).toEqual([
      'missing_unsubscribe_link',
    ])
  })

  it('nothing of addresses for answers that only data makes', async () => {
    const replyTo = '{{salesEmail}}'
    expect((await check({ ...good, replyTo })).findings).toEqual([])
    expect((await check({ ...good, html: 'x', replyTo })).findings.map(short)).toEqual([
      ['warning', 'missing_unsubscribe_link'],
    ])
  })

  it('refuses what is wrong with the request', async () => {
    const { sillage } = await mailInstallation()
    const { id: campaignId } = await sillage.campaigns.create({ name: 'n', ...good, start: false })
    for (const [input, refusal] of [
      [{ template: 'none' }, { code: 'unknown_template' }],
      [{ ...good, contactId: '9' }, { code: 'unknown_contact' }],
      [{ campaignId: '999' }, { code: 'not_found' }],
      [
        { ...good, campaignId, recipients: {} },
        { code: 'invalid_field', field: 'recipients' },
      ],
      [
        { ...good, recipients: [] as never },
        { code: 'invalid_field', field: 'recipients' },
      ],
      [{ ...good, recipients: { where: { planned: { campaignId: '999' } } } }, { code: 'invalid_field' }],
      [{ ...good, x: 1 } as never, { code: 'unknown_field', field: 'x' }],
    ] as [CheckInput, object][])
      await expect(sillage.campaigns.check(input)).rejects.toMatchObject(refusal)
  })
})

describe('the data of recipients', () => {
  const html = `${out}\n{{name}} {{city}} {{#vip}}{{gift}}{{/vip}} {{nowhere}}`
  const people = [
    { email: 'ada@example.org', name: 'Ada', data: { city: 'Brest', vip: true } },
    { email: 'bob@example.org', data: { city: '' } },
    { email: 'cyd@example.org', data: {} },
  ]
  const expected = [
    ['warning', 'unknown_merge_field', 'gift', 'html', 2, 27],
    ['warning', 'unknown_merge_field', 'nowhere', 'html', 2, 44],
    ['warning', 'missing_merge_field', 'name', 'html', 2, 1, { lacking: 2, of: 3 }],
    ['warning', 'missing_merge_field', 'city', 'html', 2, 10, { lacking: 2, of: 3 }],
  ]
  const byPlace = (rows: unknown[][]) => rows.toSorted((a, b) => Number(a[5]) - Number(b[5]))

  it('is read for a selection', async () => {
    const { sillage } = await mailInstallation({ baseUrl })
    for (const { data, ...person } of people) await sillage.contacts.create({ ...person, data })
    const { findings, checked } = await sillage.campaigns.check({ subject: 's', html, recipients: { where: {} } })
    expect(findings.map(short)).toEqual(byPlace(expected))
    expect(checked).toEqual({ of: 3, atMost: 10_000 })
    const none = await sillage.campaigns.check({ ...good, recipients: { where: { tag: 'none' } } })
    expect(none).toEqual({ findings: [], checked: { of: 0, atMost: 10_000 } })
  })

  it('is read for a campaign, whose own is all that is not given', async () => {
    const { sillage } = await mailInstallation({ baseUrl })
    const { id: campaignId } = await sillage.campaigns.create({
      name: 'n',
      subject: 'x'.repeat(60),
      html,
      attachments: [{ filename: 'a', cid: 'unused', content: 'a' }],
      headers: { 'X-A': '{{inHeader}}' },
      recipients: people,
      start: false,
    })
    const own = await sillage.campaigns.check({ campaignId })
    expect(own.checked).toEqual({ of: 3, atMost: 10_000 })
    expect(own.findings.map(({ code, subject }) => [code, subject])).toEqual([
      ...byPlace(expected).map(([, code, subject]) => [code, subject]),
      ['unknown_merge_field', 'inHeader'],
      ['subject_long', undefined],
      ['unused_picture', 'unused'],
    ])
    const edited = await sillage.campaigns.check({
      campaignId,
      subject: 'short',
      html: out,
      attachments: [],
      headers: {},
    })
    expect(edited).toEqual({ findings: [], checked: { of: 3, atMost: 10_000 } })
  })

  it('is counted of everybody while they are planned, in batches too', async () => {
    const { sillage } = await mailInstallation({ baseUrl })
    const others = Array.from({ length: 2_500 }, (_, n) => ({ email: `n${n}@example.org`, data: { city: 'Lyon' } }))
    const recipients = [...people, ...others]
    const { id, warnings } = await sillage.campaigns.create({ name: 'n', subject: 's', html, recipients, start: false })
    const missing = (all: typeof warnings) => all.filter(({ code }) => code === 'missing_merge_field')
    expect(missing(warnings).map(({ message: _, ...warning }) => warning)).toEqual([
      { code: 'missing_merge_field', subject: 'name', field: 'html', line: 2, column: 1, count: 2_502 },
      { code: 'missing_merge_field', subject: 'city', field: 'html', line: 2, column: 10, count: 2 },
    ])
    const fewer = await sillage.campaigns.update(id, { recipients: others })
    expect(missing(fewer.warnings).map(({ subject, count }) => [subject, count])).toEqual([['name', 2_500]])
    expect(fewer.warnings.map(({ subject }) => subject)).toEqual(['vip', 'gift', 'nowhere', 'name'])
  })

  it('is not lacking where other words stand in its place', async () => {
    const { sillage } = await mailInstallation({ baseUrl })
    const filled = '{{name|you}} {{name}}{{^name}}you{{/name}} {{^city}}{{/city}}{{city}}'
    const recipients = [...people]
    const input = { subject: 's', html: `${out}${filled}`, recipients, start: false }
    const { id: campaignId, warnings } = await sillage.campaigns.create({ name: 'n', ...input })
    const { findings } = await sillage.campaigns.check({ campaignId })
    for (const all of [warnings, findings])
      expect(all.map(({ code, subject }) => [code, subject])).toEqual([['missing_merge_field', 'city']])
  })

  it('is read of no more than 10,000', async () => {
    const { sillage } = await mailInstallation({ baseUrl, transport: recordingTransport({ clock: systemClock }) })
    const recipients = Array.from({ length: 10_001 }, (_, n) => ({
      email: `n${n}@example.org`,
      ...(n === 0 ? {} : { name: 'N' }),
    }))
    const { id: campaignId } = await sillage.campaigns.create({ name: 'n', ...good, recipients, start: false })
    const { findings, checked } = await sillage.campaigns.check({ campaignId, html: `${out}{{name}}` })
    expect(checked).toEqual({ of: 10_000, atMost: 10_000 })
    expect(findings.map(short)).toEqual([
      ['warning', 'missing_merge_field', 'name', 'html', 1, 39, { lacking: 1, of: 10_000 }],
    ])
  })
})
