import { type CompileOptions, mustacheEngine } from '../content/index.ts'
import { checkHtmlSize } from '../content/limits.ts'
import { compileTemplate } from '../content/template/compile-template.ts'
import type { Clock } from '../domain/clock.ts'
import type { Template, TemplateInput, TemplateItem, TemplatePatch } from '../domain/content.ts'
import type { Edit } from '../domain/edit.ts'
import { SillageError } from '../domain/errors.ts'
import { pageQuery, templateContent, templateInput, templatePatch } from '../domain/input/campaigns.ts'
import { key as keyInput } from '../domain/input/fields.ts'
import { parseInput } from '../domain/input/parse.ts'
import { listing } from '../domain/listing.ts'
import type { Created, Listing, PageQuery } from '../domain/page.ts'
import { isBlank } from '../kit/is-blank.ts'
import { withoutUndefined } from '../kit/with-defaults.ts'
import type { TemplateRecord } from '../store/port/records.ts'
import type { TemplateChanges, TemplateStore } from '../store/port/template-store.ts'
import { toPage } from '../store/to-items.ts'
import { findTemplate } from './find-template.ts'
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
  put(key: string, input: Omit<TemplateInput, 'key'> & Edit): Promise<Created<Template>>
  /**
   * Changes what is named; null empties it. Campaigns made from it before keep the content they had. Throws
   * `not_found`, `edit_conflict` when it is not at `ifRevision`, `duplicate` for a key that another one has, and
   * `invalid_template` and `html_too_large` as `create` does.
   */
  update(idOrKey: string, patch: TemplatePatch & Edit): Promise<Template>
  /** Throws `not_found`. Campaigns made from it stay as they are. */
  delete(idOrKey: string): Promise<void>
}

export function createTemplates(
  store: TemplateStore,
  clock: Clock,
  { engine = mustacheEngine(), maxHtmlBytes }: Pick<CompileOptions, 'engine' | 'maxHtmlBytes'>,
  owner: string | undefined,
): Templates {
  function checkSources({ subject, preheader, html, text }: Omit<TemplatePatch, 'key' | 'name' | 'inlineCss'>): void {
    if (isBlank(html) && isBlank(text))
      throw new SillageError('missing_content', 'html: expected HTML or a text, got neither.', { field: 'html' })
    if (html !== undefined) checkHtmlSize(html, maxHtmlBytes)
    if (text != null) checkHtmlSize(text, maxHtmlBytes, 'text')
    if (subject !== undefined) compileTemplate(engine, subject, 'header', 'subject')
    if (preheader != null) compileTemplate(engine, preheader, 'header', 'preheader')
    if (html !== undefined) compileTemplate(engine, html, 'html', 'html')
    if (text != null) compileTemplate(engine, text, 'text', 'text')
  }

  async function keep(
    key: string | null,
    { preheader = null, text = null, ...content }: Omit<TemplateInput, 'key' | 'inlineCss'>,
  ) {
    return await store.create({ owner: owner ?? null, key, ...content, preheader, text, at: clock.now() })
  }

  const found = async (idOrKey: string) => (await findTemplate(store, idOrKey, owner)) ?? missing()

  async function change(id: number, changes: TemplateChanges, { ifRevision }: Edit): Promise<TemplateRecord> {
    return (await store.update(id, changes, owner, { at: clock.now(), ifRevision })) ?? missing()
  }

  return {
    list: (query = {}) =>
      listing(pageQuery, query, async (asked) => toPage(await store.list({ ...asked, owner }), toTemplateItem)),
    get: async (idOrKey) => toTemplate(await found(idOrKey)),
    async create(input) {
      const { key = null, inlineCss, ...given } = parseInput(templateInput, input)
      checkSources(given)
      const content = { ...given, html: await withStyles(given.html, inlineCss, maxHtmlBytes) }
      const { template, created } = await keep(key, content)
      return { ...toTemplate(template), created }
    },
    async put(key, input) {
      const { ifRevision, inlineCss, preheader = null, text = null, ...content } = parseInput(templateContent, input)
      const [named, given] = [parseInput(keyInput, key, 'key'), { ...content, preheader, text }]
      checkSources(given)
      const wanted = { ...given, html: await withStyles(given.html, inlineCss, maxHtmlBytes) }
      const earlier = await store.byKey(named, owner ?? null)
      if (earlier === undefined && ifRevision !== undefined) missing()
      const { template, created } = earlier ? { template: earlier, created: false } : await keep(named, wanted)
      if (isSame(template, wanted) && (ifRevision ?? template.revision) === template.revision)
        return { ...toTemplate(template), created }
      return { ...toTemplate(await change(template.id, wanted, { ifRevision })), created }
    },
    async update(idOrKey, patch) {
      const { ifRevision, inlineCss, ...given } = parseInput(templatePatch, patch)
      if (inlineCss && given.html === undefined) throw noHtml()
      const { id, html, text } = await found(idOrKey)
      checkSources({ html, text, ...withoutUndefined(given) })
      const changes =
        given.html === undefined ? given : { ...given, html: await withStyles(given.html, inlineCss, maxHtmlBytes) }
      return toTemplate(await change(id, withoutUndefined(changes), { ifRevision }))
    },
    async delete(idOrKey) {
      const { id } = await found(idOrKey)
      if (!(await store.remove(id, owner))) missing()
    },
  }
}

const isSame = (template: TemplateRecord, wanted: TemplateChanges): boolean =>
  (['name', 'subject', 'preheader', 'html', 'text'] as const).every((field) => template[field] === wanted[field])

function missing(): never {
  throw new SillageError('not_found', 'There is no template with this id or key.')
}
