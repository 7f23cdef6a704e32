import { type CompileOptions, mustacheEngine } from '../content/index.ts'
import { checkHtmlSize } from '../content/limits.ts'
import { compileTemplate } from '../content/template/compile-template.ts'
import type { Clock } from '../domain/clock.ts'
import type { Template, TemplateInput } from '../domain/content.ts'
import type { Edit } from '../domain/edit.ts'
import { SillageError } from '../domain/errors.ts'
import { parseId } from '../domain/ids.ts'
import { pageQuery, templateInput, templateReplacement } from '../domain/input/campaigns.ts'
import { parseInput } from '../domain/input/parse.ts'
import { listing } from '../domain/listing.ts'
import type { Listing, PageQuery } from '../domain/page.ts'
import { toPage } from '../store/paging.ts'
import type { TemplateStore } from '../store/template-store.ts'
import { toTemplate } from './to-wire.ts'

/**
 * Stored content to choose from. A source is compiled
 * before it is stored, so that no campaign gets a template that cannot be read; campaigns copy the content when they
 * are made.
 */
export interface Templates {
  /** Newest first. Throws `invalid_cursor`. */
  list(query?: PageQuery): Listing<Template>
  /** Throws `not_found`, also for another tenant's. */
  get(id: string): Promise<Template>
  /**
   * Throws `invalid_template`, with the field, when the engine cannot read subject, HTML or text, and `html_too_large`.
   */
  create(input: TemplateInput): Promise<Template>
  /**
   * Replaces all of it. Campaigns made from it before keep the content they had. Throws `not_found`,
   * `edit_conflict` when it is not at `ifRevision`, and `invalid_template` and `html_too_large` as `create` does.
   */
  replace(id: string, input: TemplateInput & Edit): Promise<Template>
  /** Throws `not_found`. Campaigns made from it stay as they are. */
  delete(id: string): Promise<void>
}

export function createTemplates(
  store: TemplateStore,
  clock: Clock,
  { engine = mustacheEngine(), maxHtmlBytes }: Pick<CompileOptions, 'engine' | 'maxHtmlBytes'>,
  owner: string | undefined,
): Templates {
  function check({ name, subject, html, text }: TemplateInput) {
    checkHtmlSize(html, maxHtmlBytes)
    if (text != null) checkHtmlSize(text, maxHtmlBytes, 'text')
    compileTemplate(engine, subject, 'header', 'subject')
    compileTemplate(engine, html, 'html', 'html')
    if (text != null) compileTemplate(engine, text, 'text', 'text')
    return { name, subject, html, text: text ?? null }
  }

  return {
    list: (query = {}) =>
      listing(pageQuery, query, async (asked) => toPage(await store.list({ ...asked, owner }), toTemplate)),
    async get(id) {
      const template = await store.get(parseId(id), owner)
      return template === undefined ? missing() : toTemplate(template)
    },
    async create(input) {
      const now = clock.now()
      return toTemplate(
        await store.create({
          owner: owner ?? null,
          ...check(parseInput(templateInput, input)),
          createdAt: now,
          updatedAt: now,
        }),
      )
    },
    async replace(id, input) {
      const { ifRevision, ...content } = parseInput(templateReplacement, input)
      const changes = { ...check(content), updatedAt: clock.now() }
      const template = await store.replace(parseId(id), changes, owner, { ifRevision })
      return template === undefined ? missing() : toTemplate(template)
    },
    async delete(id) {
      if (!(await store.remove(parseId(id), owner))) missing()
    },
  }
}

function missing(): never {
  throw new SillageError('not_found', 'There is no template with this id.')
}
