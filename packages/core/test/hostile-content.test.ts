import { describe, expect, it, vi } from 'vitest'
import { compileCampaign } from '../src/content/compile-campaign.ts'
import { plainTextOf } from '../src/content/html/plain-text.ts'
import { renderDestination } from '../src/content/links/destination.ts'
import { mostOutputBytes, mostSteps } from '../src/content/template/scopes.ts'
import { isSillageError } from '../src/domain/errors.ts'
import { atOnce } from '../src/kit/steps.ts'
import { type HostileContent, hostileContent } from './hostile-content.ts'

vi.setConfig({ testTimeout: 60_000 })

/** Refused because of its content, with words for its author. */
const refusals = ['invalid_template', 'too_many_links', 'html_too_large']
const from = { address: 'a@host.example' }

/** Compiles and previews, where it is not refused. */
async function preview({ html, text, data = { b: 'x' } }: HostileContent): Promise<void> {
  try {
    const compiled = compileCampaign({ subject: '{{b}}', html, text, from }, { baseUrl: 'https://host.example' })
    await compiled.preview(data)
  } catch (error) {
    if (!isSillageError(error) || !refusals.includes(error.code)) throw error
  }
}

/** Processor time in ms, so that what runs beside this does not count. */
async function costOf(content: HostileContent): Promise<number> {
  const before = process.cpuUsage()
  await preview(content)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

/** Below this a cost cannot be distinguished from noise. A quadratic cost of these sizes is a second and more. */
const floorMs = 60

describe('content made to take long', () => {
  it.each(Object.entries(hostileContent))(
    '%s: four times the size takes no more than ten times as long',
    async (_, make) => {
      const once = await costOf(make(10_000))
      const four = await costOf(make(40_000))
      expect(four).toBeLessThan(10 * Math.max(once, floorMs))
    },
  )

  it.each(Object.entries(hostileContent))('%s: its text grows no faster than it', (_, make) => {
    const { html } = make(40_000)
    expect(atOnce(plainTextOf(html)).length).toBeLessThanOrEqual(html.length * 2 + 10_000)
  })
})

describe('the text of deeply nested HTML', () => {
  it.each(['blockquote', 'ul><li', 'ol><li'])('of %s keeps its words, and five levels of its signs', (name) => {
    const lines = atOnce(plainTextOf(`${`<${name}>x`.repeat(200)}y`)).split('\n')
    expect(lines.join('').replace(/[^x]/g, '')).toHaveLength(200)
    expect(lines.at(-1)).toMatch(/y$/)
    const longest = Math.max(...lines.map((line) => line.length))
    expect(longest).toBeLessThanOrEqual(2 + 5 * 4 + 200)
  })

  it.each<[string, string]>([
    ['elements', '<a href="https://x.example/">x</a> '.repeat(20_000)],
    ['characters', `${'<a href="https://x.example/">x</a>'.repeat(1_000)}${'word '.repeat(150_000)}`],
    ['levels', '<div><a href="https://x.example/">x</a>'.repeat(20_000)],
  ])('has all its links, however many %s there are', (_, html) => {
    const links = (text: string) => text.match(/https:/g)?.length
    expect(links(atOnce(plainTextOf(html)))).toBe(links(html))
  })

  it('has all its words, however its ends are written', () => {
    for (const end of ['', '</x>', '</i>', '<br>'])
      expect(atOnce(plainTextOf(`${`<b>x${end}`.repeat(2_000)}<hr>y`)).replace(/\s/g, '')).toBe(
        `${'x'.repeat(2_000)}-----y`,
      )
  })
})

describe('a link longer than any URL may be', () => {
  const long = `https://x.example/${'a'.repeat(8_000)}`

  it.each([
    ['as its author wrote it', long, long],
    ['empty where a value in it could lead anywhere', `${long}{{b}}`, ''],
  ])('is not tracked, warned of, and sent %s', async (_, href, sent) => {
    const { links, warnings, preview } = compileCampaign({ subject: 's', html: `<a href="${href}">`, text: 'x', from })
    expect(links).toEqual([])
    expect(warnings).toMatchObject([{ code: 'unsafe_link', subject: long.slice(0, 200) }])
    expect((await preview({ b: 'x' })).html).toBe(`<a href="${sent}">`)
  })
})

describe('what a message may take', () => {
  const compiled = (html: string, text = 'x') => compileCampaign({ subject: 's', html, text, from })
  const items = (count: number) => Array.from({ length: count }, () => 1)

  it('is counted: a step for each field in each scope, and for each item', async () => {
    // The list, its items, and a field of each that is asked of the item and of the whole.
    const count = Math.floor((mostSteps - 1) / 3)
    const { preview } = compiled('{{#a}}{{b}}{{/a}}')
    await expect(preview({ a: items(count), b: '' })).resolves.toMatchObject({ html: '' })
    await expect(preview({ a: items(count + 1), b: '' })).rejects.toMatchObject({ code: 'invalid_template' })
  })

  it.each<[string, string, Record<string, unknown>, Record<string, unknown>]>([
    ['values', '{{v}}{{v}}', { v: '\u00e9'.repeat(250_000) }, { v: `${'\u00e9'.repeat(250_000)}x` }],
    ['what sections repeat', '{{#a}}01234567890123456789{{/a}}', { a: items(50_000) }, { a: items(50_001) }],
  ])('is counted: bytes of %s, the same in a preview and in a mail', async (_, html, fits, tooMuch) => {
    const { preview, bind } = compiled(html)
    const composer = bind({ linkIds: [], urls: {} as never })
    const compose = (data: Record<string, unknown>) =>
      composer.compose({
        messageId: 1,
        rfcMessageId: '1@host.example',
        to: { address: 'b@host.example' },
        date: new Date(0),
        data,
        tracking: { opens: false, clicks: false, readTime: false },
      })
    await expect(preview(fits)).resolves.toMatchObject({ text: 'x' })
    expect(() => compose(fits)).not.toThrow()
    await expect(preview(tooMuch)).rejects.toMatchObject({ code: 'invalid_template' })
    expect(() => compose(tooMuch)).toThrow(expect.objectContaining({ code: 'invalid_template' }))
  })

  it('does not count what stands in the template once', async () => {
    const { preview } = compiled(`${'x'.repeat(100_000)}{{v}}`)
    await expect(preview({ v: 'y'.repeat(mostOutputBytes) })).resolves.toBeDefined()
  })

  it('holds the text beside the HTML to the limit of the HTML', () => {
    const tooLarge = expect.objectContaining({ code: 'html_too_large', field: 'text' })
    expect(() => compiled('x', 'x'.repeat(1_000_001))).toThrow(tooLarge)
    expect(() => compiled('x', 'x'.repeat(100_000))).not.toThrow()
  })

  it('is shared by subject, HTML and text', async () => {
    const { preview } = compiled('{{v}}', '{{v}}')
    await expect(preview({ v: 'x'.repeat(mostOutputBytes / 2) })).resolves.toBeDefined()
    await expect(preview({ v: 'x'.repeat(mostOutputBytes / 2 + 1) })).rejects.toMatchObject({
      code: 'invalid_template',
    })
  })

  it('leaves a click without a place to lead to, and never without an answer', () => {
    const bomb = `https://x.example/${'{{#a}}'.repeat(12)}{{b}}${'{{/a}}'.repeat(12)}`
    expect(renderDestination(bomb, { a: items(10) })).toBeUndefined()
    expect(renderDestination(bomb, { a: items(1), b: 'y' })).toBe('https://x.example/y')
  })
})
