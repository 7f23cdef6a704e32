import fc from 'fast-check'
import { noteCodes, renderEmail, renderText } from '../../src/document/index.ts'
import { isSillageError } from '../../src/domain/errors.ts'
import { documentInput } from '../../src/domain/input/documents.ts'
import { parseInput } from '../../src/domain/input/parse.ts'
import { anyDocument } from './any-document.ts'
import { unsafeIn } from './safe-html.ts'

/** Signs of the template in a text that are no field and nothing that stands for one. */
const notFields = /\{\{(?!\{)(?![\^/]?[A-Za-z_][\w.]*\}\})|\{\{\{/

/**
 * Whatever is given in place of a document: rendering it throws nothing and lets nothing unsafe through, and the check
 * of what is stored takes it, or refuses it by a word of ours that names the place.
 */
export function renderSafely(numRuns: number): void {
  fc.assert(
    fc.property(anyDocument, (document) => {
      const { html, notes } = renderEmail(document)
      const faults = [
        ...unsafeIn(html),
        ...(notFields.exec(renderText(document)) ?? []),
        ...notes.filter(({ code }) => !noteCodes.includes(code)),
        ...(html.length < 20_000 + 3_000 * JSON.stringify(document).length ? [] : ['too long']),
      ]
      if (faults.length > 0) throw new Error(faults.join())
      try {
        parseInput(documentInput, document, 'document')
      } catch (error) {
        if (!isSillageError(error, 'invalid_field', 'unknown_field')) throw error
        if (!error.field?.startsWith('document')) throw new Error(`names ${error.field}`)
      }
    }),
    { numRuns },
  )
}
