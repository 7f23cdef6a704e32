import fc from 'fast-check'
import { expect, it } from 'vitest'
import { saidBy, textDocument } from './text-documents.ts'

it('the text made from HTML has its words and its tracked links, in 100,000 mails', {
  timeout: 3_600_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(textDocument, fc.boolean(), async (html, tracked) => {
      for await (const { html: shown, text } of saidBy(html, tracked, ['spliced', 'general', 'rendered']))
        expect(text).toEqual(shown)
    }),
    { numRuns: 100_000 },
  )
})
