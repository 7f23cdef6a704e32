import fc from 'fast-check'
import { simpleParser } from 'mailparser'
import { expect, it, vi } from 'vitest'
import { renderEmail, renderText } from '../../src/document/index.ts'
import type { BlockDocument } from '../../src/domain/email-document.ts'
import { documentInput } from '../../src/domain/input/documents.ts'
import { parseInput } from '../../src/domain/input/parse.ts'
import { compile, input, urls } from '../compiled.ts'
import { golden, paragraph, text } from './golden.ts'
import { validDocument } from './valid-document.ts'

vi.setConfig({ testTimeout: 60_000 })

const data = { name: 'Zoé', email: 'zoe@example.net', a: '<A>{{b}}', order: { id: 7 }, site: 'https://zoe.example/' }

async function mailOf(document: BlockDocument, path: 'auto' | 'general', fields: Record<string, unknown> = data) {
  const compiled = compile({ html: renderEmail(document).html, text: renderText(document) }, { path })
  const composer = compiled.bind({ linkIds: compiled.links.map((_, at) => 100 + at), urls, campaignId: 5 })
  const { raw } = await composer.compose({
    ...input,
    data: fields,
    tracking: { opens: true, clicks: true, readTime: false },
  })
  const { html, text } = await simpleParser(Buffer.from(raw))
  return { compiled, html: String(html), text: String(text) }
}

it('the golden document compiles without a warning, with each link once, and both ways compose the same', async () => {
  const { compiled, html, text } = await mailOf(golden, 'auto')
  expect(compiled.warnings).toEqual([])
  expect(compiled.links.map(({ url }) => url)).toEqual([
    'https://example.org/new?a=1&b=2',
    '{{site}}',
    'https://example.org/book?u={{email}}',
    'https://example.org/train',
    'https://example.org/map',
  ])
  const general = await mailOf(golden, 'general')
  expect([general.html, general.text]).toEqual([html, text])
  expect(html).toContain('Hello Zoé, on 14 June')
  expect(html).not.toContain('{{')
  expect(html).toContain(urls.unsubscribe(42))
  expect(html).toContain(urls.view(42))
  expect(text).toContain('Hello Zoé, on 14 June')
  expect((await mailOf(golden, 'auto', {})).html).toContain('Hello there &amp; &#123;you&#125;, on 14 June')
})

it('documents are taken as they are, compile, and both ways compose the same', async () => {
  await fc.assert(
    fc.asyncProperty(validDocument, async (document) => {
      expect(parseInput(documentInput, document, 'document')).toEqual(document)
      const [one, other] = [await mailOf(document, 'auto'), await mailOf(document, 'general')]
      expect([one.html, one.text]).toEqual([other.html, other.text])
    }),
    { numRuns: 100 },
  )
})

it('braces that were typed stay text, however they are divided', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('{', '{{', '{{{', '}', '}}', 'name', '{{name}}', '{{#name}}', '{{=<% %>=}}'), {
        minLength: 1,
        maxLength: 6,
      }),
      fc.boolean(),
      async (parts, bold) => {
        const words = parts.map((part, at) => (bold && at % 2 === 1 ? text(part, { type: 'strong' }) : text(part)))
        const content: BlockDocument['content'] = [paragraph(...words), golden.content.at(-1) as never]
        const mail = await mailOf({ version: 1, kind: 'blocks', content }, 'auto')
        const shown = mail.html
          .replace(/<[^>]*>/g, '')
          .replaceAll('&#123;', '{')
          .replaceAll('&#125;', '}')
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
        expect(shown).toContain(parts.join(''))
        expect(mail.text.replace(/\{ (?=\{)/g, '{')).toContain(parts.join(''))
      },
    ),
    { numRuns: 300 },
  )
})
