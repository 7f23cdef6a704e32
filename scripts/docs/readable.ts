import ts from 'typescript'

/**
 * The comments of a source and the titles of its tests, each where it is: a text of the same length and lines, in which
 * marks of comments are spaces and everything else is `\0`.
 */
export function readable(path: string, text: string): string {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const kept = new Map<number, number>()
  const visit = (node: ts.Node): void => {
    const comments = [
      ...(ts.getLeadingCommentRanges(text, node.pos) ?? []),
      ...(ts.getTrailingCommentRanges(text, node.end) ?? []),
    ]
    for (const { pos, end } of comments) kept.set(pos, end)
    const title = titleOf(node)
    if (title !== undefined) kept.set(title.getStart(), title.end)
    for (const child of node.getChildren()) visit(child)
  }
  visit(source)
  let out = ''
  for (const [from, to] of [...kept].sort(([a], [b]) => a - b)) {
    if (from < out.length) continue
    out += hidden(text.slice(out.length, from)) + withoutMarks(text.slice(from, to))
  }
  return out + hidden(text.slice(out.length))
}

/** The literal in `it('…')`, `test.each(…)('…')` and the like. */
function titleOf(node: ts.Node): ts.Node | undefined {
  if (!ts.isCallExpression(node) || !/^(?:it|test|describe)\b/.test(node.expression.getText())) return undefined
  const [first] = node.arguments
  return first !== undefined && (ts.isStringLiteralLike(first) || ts.isTemplateExpression(first)) ? first : undefined
}

/** With spaces in place of `/*`, `*` and `//` at the beginning of lines. */
export const withoutMarks = (text: string) => text.replace(/^ *(?:\/\*+|\/\/|\*(?!\/))/gm, spaces)

const spaces = (text: string) => ' '.repeat(text.length)
/** White space stays, so that comments that follow each other are one text, and lines can be counted. */
const hidden = (text: string) => text.replace(/\S/g, '\0')
