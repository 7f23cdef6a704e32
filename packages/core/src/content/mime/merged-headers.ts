import type { CampaignContent, ParsedMailbox } from '../composer.ts'
import { headerSafe } from '../html/escape.ts'
import { compileTemplate } from '../template/compile-template.ts'
import { isLibraryUrl } from '../template/library-fields.ts'
import type { CompiledTemplate, TemplateEngine } from '../template/template-engine.ts'
import { checkMailbox, extraLine, headerLine, longestValue } from './header-values.ts'

/** A value of the header with merge fields in it. */
interface HeaderTemplate {
  source: string
  compiled: CompiledTemplate
}

/** What of one message's header its recipient's data made. */
export interface MergedLines {
  fromName?: string | undefined
  replyTo?: readonly { name: string; address: string }[] | undefined
  headers: readonly { name: string; value: string }[]
}

/** Which lines of a campaign's header differ from recipient to recipient. */
export interface MergedHeaders {
  hasFrom: boolean
  hasReplyTo: boolean
  /** Lower case. */
  names: ReadonlySet<string>
  templates: readonly HeaderTemplate[]
  /**
   * The lines, of the rendered templates in their order. A mailbox or a header that has nothing is left out. Throws
   * `invalid_address` with the field `replyTo`.
   */
  lines(values: readonly string[]): MergedLines
}

/** Where a tag of a template language begins. */
const tag = /\{[{%]|<%/

const plain = (source: string): CompiledTemplate => ({
  fields: [],
  parts: [{ type: 'text', start: 0, end: source.length }],
  render: () => source,
})

/** Throws `invalid_template` with the field where the engine cannot read a value. */
export function mergedHeaders(
  { from, replyTo = [], headers = {} }: CampaignContent,
  engine: TemplateEngine,
): MergedHeaders {
  const templates: HeaderTemplate[] = []
  const read = (source: string, field: string): HeaderTemplate => ({
    source,
    // What holds no tag is no template: an engine that cannot read it has no say.
    compiled: tag.test(source) ? compileTemplate(engine, source, 'header', field) : plain(source),
  })
  const later = (template: HeaderTemplate): number => templates.push(template) - 1

  const name = read(from.name ?? '', 'from')
  const fromName = isMerged(name) ? later(name) : undefined
  const boxes = replyTo.map((box) => ({ name: read(box.name ?? '', 'replyTo'), address: read(box.address, 'replyTo') }))
  const answers = boxes.some((box) => isMerged(box.name) || isMerged(box.address))
    ? boxes.map((box) => ({ name: later(box.name), address: later(box.address) }))
    : undefined
  const fields = Object.entries(headers).flatMap(([field, value]) => {
    const template = read(value, 'headers')
    return isMerged(template) ? [{ name: field, value: later(template) }] : []
  })

  return {
    hasFrom: fromName !== undefined,
    hasReplyTo: answers !== undefined,
    names: new Set(fields.map((field) => field.name.toLowerCase())),
    templates,
    lines(values) {
      const value = (index: number, longest: number) => headerSafe(values[index] ?? '', longest)
      return {
        fromName: fromName === undefined ? undefined : value(fromName, longestValue('From')),
        replyTo: answers?.flatMap((box) =>
          mailboxes({ name: value(box.name, 500), address: value(box.address, longestValue('Reply-To')) }),
        ),
        headers: fields.map((field) => ({ name: field.name, value: value(field.value, longestValue(field.name)) })),
      }
    },
  }
}

/** The library's URLs alone do not count: they are written with the message's token, without its recipient's data. */
const isMerged = ({ compiled }: HeaderTemplate): boolean =>
  compiled.fields.some((field) => !isLibraryUrl(field)) ||
  compiled.parts?.some((part) => part.type === 'section') === true

const mailboxes = (mailbox: ParsedMailbox) => (mailbox.address === '' ? [] : [checkMailbox(mailbox, 'replyTo')])

/** The lines as they are written. */
export function mergedText(fromAddress: string, { fromName, replyTo = [], headers }: MergedLines): string {
  const from =
    fromName === undefined ? '' : headerLine('From', checkMailbox({ name: fromName, address: fromAddress }, 'from'))
  const answers = replyTo.length === 0 ? '' : headerLine('Reply-To', replyTo)
  return from + answers + headers.map(({ name, value }) => extraLine(name, value)).join('')
}
