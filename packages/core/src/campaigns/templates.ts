import { engineOf } from '../content/compile-campaign.ts'
import { checkHtmlSize } from '../content/limits.ts'
import { compileTemplate } from '../content/template/compile-template.ts'
import type { Clock } from '../domain/clock.ts'
import type { Template, TemplateContent, TemplateInput, TemplateItem, TemplatePatch } from '../domain/content.ts'
import type { Edit } from '../domain/edit.ts'
import type { EmailDocument } from '../domain/email-document.ts'
import { SillageError } from '../domain/errors.ts'
import { pageQuery, templateContent, templateInput, templatePatch } from '../domain/input/campaigns.ts'
import { key as keyInput } from '../domain/input/fields.ts'
import { parseInput } from '../domain/input/parse.ts'
import { listing } from '../domain/listing.ts'
import type { Created, Listing, PageQuery } from '../domain/page.ts'
import { isBlank } from '../kit/is-blank.ts'
import { withoutUndefined } from '../kit/with-defaults.ts'
import type { TemplateRecord } from '../store/port/template-records.ts'
import type { TemplateChanges, TemplateStore } from '../store/port/template-store.ts'
import { toPage } from '../store/to-items.ts'
import type { CampaignContext } from './context.ts'
import { findTemplate } from './find-template.ts'
import { contentOfDocument, engineOfDocument, type MadeContent, refuseBoth } from './from-document.ts'
import { toTemplate, toTemplateItem } from './to-wire.ts'
import { noHtml, withStyles } from './with-styles.ts'

/**
 * Stored content to choose from, named by its id or by the host's own key. A source is compiled before it is stored, so
 * that no campaign gets a template that cannot be read; campaigns copy the content when they are made.
 */
export interface Templates {
  /** Newest first, without content. Throws `invalid_cursor`. */
  list(query?: PageQuery): Listing<TemplateItem>
  /** Throws `not_found`, also for another tenant's. */
  get(idOrKey: string): Promise<Template>
  /**
   * Where a template of the same key is stored already, that one is given back unchanged, with `created: false`. Throws
   * `invalid_template`, with the field, when the engine cannot read one of the sources, and `html_too_large`.
   */
  create(input: TemplateInput): Promise<Created<Template>>
  /**
   * Makes the template of this key, or makes it so: for content that is kept in code and put at every deployment. What
   * is equal already is left as it is, its revision too. Throws as `create` and `update` do.
   */
  put(key: string, input: TemplateContent & Edit): Promise<Created<Template>>
  /**
   * Changes what is named; null empties it. Campaigns made from it before keep the content they had. Throws
   * `not_found`, `edit_conflict` when it is not at `ifRevision`, `duplicate` for a key that another one has, and
   * `invalid_template` and `html_too_large` as `create` does.
   */
  update(idOrKey: string, patch: TemplatePatch & Edit): Promise<Template>
  /** Throws `not_found`. Campaigns made from it stay as they are. */
  delete(idOrKey: string): Promise<void>
}

/** The preheader that is given beside a document wins over the document's own. */
const preheaderOf = (given: string | null | undefined, document: EmailDocument | undefined) =>
  given === undefined ? document?.preheader : given

/** What stands above it. */
interface Named {
  name: string
  subject: string
  preheader?: string | null | undefined
}

/** What a template's content is given as. */
type Sources = Pick<TemplatePatch, 'html' | 'inlineCss' | 'text' | 'document'>

export function createTemplates(
  store: TemplateStore,
  clock: Clock,
  { compile, brandOf, owner }: Pick<CampaignContext, 'compile' | 'brandOf' | 'owner'>,
): Templates {
  const { maxHtmlBytes } = compile

  /** HTML and text of an input: its own, or made of its document. */
  async function sourcesOf({ html = '', inlineCss, text = null, document }: Sources): Promise<MadeContent> {
    if (document !== undefined) return contentOfDocument(document, () => brandOf(owner ?? null), compile.engine)
    if (inlineCss && html === '') throw noHtml()
    return { html: await withStyles(html, inlineCss, maxHtmlBytes), text, document: null, engine: null }
  }

  /** By the engine that compiles all of it in a campaign. */
  function checkSources({ subject, preheader, ...made }: MadeContent & Partial<Omit<Named, 'name'>>): void {
    const { html, text } = made
    const engine = engineOf(made.engine ?? undefined, compile.engine)
    if (isBlank(html) && isBlank(text))
      throw new SillageError('missing_content', 'html: expected HTML or a text, got neither.', { field: 'html' })
    checkHtmlSize(html, maxHtmlBytes)
    if (text != null) checkHtmlSize(text, maxHtmlBytes, 'text')
    if (subject !== undefined) compileTemplate(engine, subject, 'header', 'subject')
    if (preheader != null) compileTemplate(engine, preheader, 'header', 'preheader')
    compileTemplate(engine, html, 'html', 'html')
    if (text != null) compileTemplate(engine, text, 'text', 'text')
  }

  /** A whole template of an input, checked. */
  async function wantedOf({ name, subject, preheader: given, ...sources }: Sources & Named) {
    refuseBoth(sources)
    const made = await sourcesOf(sources)
    const preheader = preheaderOf(given, sources.document) ?? null
    checkSources({ subject, preheader, ...made })
    const { html, text, document } = made
    return { name, subject, preheader, html, text, document }
  }
  type Wanted = Awaited<ReturnType<typeof wantedOf>>

  const keep = (key: string | null, wanted: Wanted) =>
    store.create({ owner: owner ?? null, key, ...wanted, at: clock.now() })

  const found = async (idOrKey: string) => (await findTemplate(store, idOrKey, owner)) ?? missing()

  async function change(id: number, changes: TemplateChanges, { ifRevision }: Edit): Promise<TemplateRecord> {
    return (await store.update(id, changes, owner, { at: clock.now(), ifRevision })) ?? missing()
  }

  return {
    list: (query = {}) =>
      listing(pageQuery, query, async (asked) => toPage(await store.list({ ...asked, owner }), toTemplateItem)),
    get: async (idOrKey) => toTemplate(await found(idOrKey)),
    async create(input) {
      const { key = null, ...content } = parseInput(templateInput, input)
      const { template, created } = await keep(key, await wantedOf(content))
      return { ...toTemplate(template), created }
    },
    async put(key, input) {
      const { ifRevision, ...content } = parseInput(templateContent, input)
      const [named, wanted] = [parseInput(keyInput, key, 'key'), await wantedOf(content)]
      const earlier = await store.byKey(named, owner ?? null)
      if (earlier === undefined && ifRevision !== undefined) missing()
      const { template, created } = earlier ? { template: earlier, created: false } : await keep(named, wanted)
      if (isSame(template, wanted) && (ifRevision ?? template.revision) === template.revision)
        return { ...toTemplate(template), created }
      return { ...toTemplate(await change(template.id, wanted, { ifRevision })), created }
    },
    async update(idOrKey, patch) {
      const { ifRevision, ...changes } = parseInput(templatePatch, patch)
      const before = await found(idOrKey)
      const { html, inlineCss, text, document, ...named } = changes
      if (inlineCss && html === undefined) throw noHtml()
      refuseBoth({ document, html, text })
      const stays = document === undefined && html === undefined && text === undefined
      const sources =
        document === undefined
          ? { html: html ?? before.html, inlineCss, text: text === undefined ? before.text : text }
          : { document }
      const made = stays ? { ...before, engine: engineOfDocument(before.document) } : await sourcesOf(sources)
      const preheader = preheaderOf(named.preheader, document)
      checkSources({ ...made, subject: named.subject ?? before.subject, preheader })
      const content = stays ? {} : { html: made.html, text: made.text, document: made.document }
      return toTemplate(
        await change(before.id, { ...withoutUndefined({ ...named, preheader }), ...content }, { ifRevision }),
      )
    },
    async delete(idOrKey) {
      const { id } = await found(idOrKey)
      if (!(await store.remove(id, owner))) missing()
    },
  }
}

const isSame = (template: TemplateRecord, wanted: TemplateChanges): boolean =>
  (['name', 'subject', 'preheader', 'html', 'text'] as const).every((field) => template[field] === wanted[field]) &&
  JSON.stringify(template.document) === JSON.stringify(wanted.document)

function missing(): never {
  throw new SillageError('not_found', 'There is no template with this id or key.')
}
