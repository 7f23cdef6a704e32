/**
 * What a template becomes: `html` (values escaped), `text` (a plain part, or a URL: values as they are) or `header`
 * (one line; the library takes line breaks and control characters out of what is rendered, and cuts it at 500
 * characters).
 */
export type TemplateMode = 'html' | 'text' | 'header'

/**
 * Turns templates into content. The port behind `content.templateEngine` of the options; the default is
 * `mustacheEngine()`. Another engine needs only `render`; without `parts` its messages are composed the general way,
 * about a hundred times slower.
 * Where an engine gives `parts`, the library bounds what a message may take: 100,000 steps (fields looked for, items of
 * lists) and 1,000,000 bytes made by the data; beyond that the one message fails as `compose_failed`, and a preview is
 * `invalid_template`. What an engine does in its own `compile` and `render` cannot be bounded by the library: a loop
 * there stops the process. One whose templates are written by people you do not trust needs limits of its own
 * (`renderLimit` and `memoryLimit` of liquidjs). `compile` throws `SillageError('invalid_template')` for a source it
 * cannot read; other errors become one.
 *
 * @example
 * Liquid (the `liquidjs` package):
 * ```ts
 * const liquid = new Liquid({ outputEscape: 'escape' })
 * const plain = new Liquid()
 * const liquidEngine: TemplateEngine = {
 *   compile(source, mode) {
 *     const engine = mode === 'html' ? liquid : plain
 *     const template = engine.parse(source)
 *     return { fields: engine.globalVariablesSync(template), render: (data) => engine.renderSync(template, data) }
 *   },
 * }
 * ```
 */
export interface TemplateEngine {
  /**
   * Reads a source, for content of this mode; compiled once and rendered often. Throws where it cannot be read: the
   * author gets the error's message, with the field it is about, as `invalid_template`. Synchronous, and does not run
   * the template.
   */
  compile(source: string, mode: TemplateMode): CompiledTemplate
}

/**
 * A template that was read. `render` is asked once a message; with `parts` it is not asked, and messages are spliced
 * instead. It may be asked for several messages at once, so it keeps nothing between calls.
 */
export interface CompiledTemplate {
  /** The merge fields the source uses, each once; dots separate the levels. */
  readonly fields: readonly string[]
  /**
   * The content for this data. In HTML it must escape values: a contact's data is never markup. What it throws fails
   * the one message, as `compose_failed`. A template of a link's destination must answer at once, not with a promise;
   * other links are sent untracked.
   */
  render(data: Readonly<Record<string, unknown>>): string | Promise<string>
  /**
   * The source taken apart, covering it from beginning to end in order. An engine whose templates are no more than
   * text, values and sections gives it, and the campaign is compiled once: values are then escaped and encoded for
   * their place by the library, so an engine's own escaping does not apply.
   */
  readonly parts?: readonly TemplatePart[] | undefined
  /**
   * Where the source asks for a stored template by its key, which is put there when a campaign is made; what is left of
   * them gives nothing. An engine without this has shared parts of its own, or none.
   */
  readonly includes?: readonly TemplateInclude[] | undefined
}

/** Where a source asks for a shared part, as `{{> footer}}` does; offsets as those of a `TemplatePart`. */
export interface TemplateInclude {
  readonly key: string
  readonly start: number
  readonly end: number
}

/**
 * A piece of a template's source; `start` and `end` are offsets in it, in UTF-16 units, and take in the tags
 * themselves.
 */
export type TemplatePart =
  | { readonly type: 'text'; readonly start: number; readonly end: number }
  /**
   * A value: own properties only, dots separate the levels, `.` is the current item; `fallback` where that has none, or
   * nothing but blanks.
   */
  | {
      readonly type: 'value'
      readonly start: number
      readonly end: number
      readonly field: string
      readonly fallback?: string | undefined
    }
  /** Shown for each item of a list, once for another true value; inverted: once for a false one or an empty list. */
  | {
      readonly type: 'section'
      readonly start: number
      readonly end: number
      readonly field: string
      readonly inverted: boolean
      readonly parts: readonly TemplatePart[]
    }
