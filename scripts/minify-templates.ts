import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'
import ts from 'typescript'

/**
 * Removes the indentation from `css`, `html` and `svg` templates, which no minifier of JavaScript reads. Only invisible
 * white space goes: in HTML a run with a line break becomes one space (so no line may break inside `<pre>`), in CSS
 * also the space around punctuation. Strings, values and their order stay as they are.
 */
export function minifyTemplates(source: string, fileName = 'source.ts'): string {
  const file = ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, true)
  const edits: { start: number; end: number; text: string }[] = []
  const visit = (node: ts.Node): void => {
    const shorten = ts.isTaggedTemplateExpression(node) ? shortenerOf(node.tag.getText(file)) : undefined
    if (ts.isTaggedTemplateExpression(node) && shorten !== undefined) {
      for (const piece of piecesOf(node.template)) {
        // A piece begins with ` or } and ends with ` or ${, which are not part of it.
        const start = piece.getStart(file) + 1
        const last = ts.isTemplateTail(piece) || ts.isNoSubstitutionTemplateLiteral(piece)
        const end = piece.getEnd() - (last ? 1 : 2)
        edits.push({ start, end, text: shorten(source.slice(start, end)) })
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: short }) => text.slice(0, start) + short + text.slice(end), source)
}

/** The same as a plugin of esbuild, for the files whose path matches. */
export function minifyTemplatesPlugin(filter: RegExp): Plugin {
  return {
    name: 'minify-templates',
    setup(build) {
      build.onLoad({ filter }, async ({ path }) => ({
        contents: minifyTemplates(await readFile(path, 'utf8'), path),
        loader: 'ts',
      }))
    },
  }
}

function shortenerOf(tag: string): ((text: string) => string) | undefined {
  if (tag === 'css') return shortCss
  return tag === 'html' || tag === 'svg' ? shortHtml : undefined
}

function piecesOf(template: ts.TemplateLiteral): ts.Node[] {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return [template]
  return [template.head, ...template.templateSpans.map(({ literal }) => literal)]
}

function shortHtml(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ')
}

/** Strings are kept whole; between them, what CSS does not need goes. */
function shortCss(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .split(/("[^"]*"|'[^']*')/)
    .map((part, index) => (index % 2 === 1 ? part : shortPlainCss(part)))
    .join('')
}

function shortPlainCss(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([{};]) ?/g, '$1')
    .replaceAll(/([:,]) /g, '$1')
    .replaceAll(';}', '}')
}
