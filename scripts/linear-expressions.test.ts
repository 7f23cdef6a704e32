import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { root } from './docs/documents.ts'

/*
 * No regular expression of the packages takes more than linear time: each is measured with rows of what it is made of.
 * Processor time, not the clock's: other tests run beside these.
 */

/** A row of so many characters; with the square of it an expression takes 10 ms or more. */
const LENGTH = 10_000
const MOST_MS = 5
/** No linear one takes so long. */
const CERTAIN_MS = 40

/**
 * Expressions that take longer on any text, by the most characters they are ever given, which is how long the text is
 * that they are measured with.
 */
const bounded: Readonly<Record<string, number>> = {
  // A User-Agent is cut to this before it is judged.
  '/AppleWebKit.*(?:Mobile|Macintosh)(?!.*Safari)/': 512,
}

/** Made while the program runs: of paths of the host, of the library's own field names, and of one of three signs. */
const made = [
  'packages/adapter-express/src/sillage-router.ts',
  'packages/adapter-fastify/src/forgive-paths.ts',
  'packages/core/src/content/template/literal-engine.ts',
  'packages/core/src/http/match-route.ts',
  'packages/ui-elements/src/components/sillage-recipients/split-cells.ts',
]

interface Found {
  file: string
  literal: string
}

function expressions(): { literals: Found[]; made: string[] } {
  const literals = new Map<string, Found>()
  const calls: string[] = []
  for (const file of globSync('packages/*/src/**/*.ts', { cwd: root }).map((path) => path.replaceAll('\\', '/'))) {
    if (file.endsWith('.test.ts') || file.includes('/src/testing/')) continue
    const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true)
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) literals.set(node.text, { file, literal: node.text })
      if (ts.isIdentifier(node) && node.text === 'RegExp' && ts.isNewExpression(node.parent)) calls.push(file)
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  return { literals: [...literals.values()], made: calls.sort() }
}

function toExpression(literal: string): RegExp {
  const end = literal.lastIndexOf('/')
  return new RegExp(literal.slice(1, end), literal.slice(end + 1))
}

const classes: Readonly<Record<string, string>> = {
  s: ' \n\t',
  d: '1',
  w: 'a',
  r: '\r',
  n: '\n',
  t: '\t',
  p: 'é',
  P: 'é',
}

/** Signs, words and phrases that an expression is made of, which some part of it takes. */
function alphabetOf(source: string): { signs: string[]; words: string[] } {
  const plain = source
    .replace(/\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})/g, (_, long, short) =>
      String.fromCharCode(Number.parseInt(long ?? short, 16)),
    )
    .replace(/\\([sdwrntpP])(?:\{[^}]*\})?/g, (_, name: string) => classes[name] ?? '')
  const letters = [...new Set(plain.replace(/\\/g, ''))]
  const isSign = (sign: string) => !/[a-zA-Z]/.test(sign)
  const signs = [
    ...letters.filter(isSign).slice(0, 12),
    ...letters.filter((sign) => !isSign(sign)).slice(0, 3),
    'x',
    ' ',
  ]
  return { signs: [...new Set(signs)], words: [...new Set(plain.match(/[A-Za-z][A-Za-z ]{2,}/g) ?? [])].slice(0, 8) }
}

function* rowsFor(source: string): Generator<string> {
  const { signs, words } = alphabetOf(source)
  yield* signs
  for (const one of signs) for (const other of signs) if (one !== other) yield one + other
  yield* words
  for (const word of words) for (const sign of signs) yield word + sign
}

/** The text that takes longest, and its milliseconds; undefined when every text is quick. */
function slowest(literal: string, length: number): { row: string; ms: number } | undefined {
  const expression = toExpression(literal)
  const { words } = alphabetOf(expression.source)
  for (const row of rowsFor(expression.source))
    for (const before of ['', ...words.slice(0, 1)]) {
      // Its end is what nothing takes, behind a line break, which a dot does not take.
      const text = `${before}${row.repeat(length / row.length)}\n\u0001`
      const ms = leastCost(expression, text)
      if (ms <= MOST_MS) continue
      // So much may also be a linear one that reads each character many times: that takes twice as long for twice the
      // text, where the square takes four times.
      const doubled = `${before}${row.repeat((length * 2) / row.length)}\n\u0001`
      if (ms > CERTAIN_MS || leastCost(expression, doubled) > ms * 3) return { row, ms }
    }
  return undefined
}

/** What else the machine does at that moment is not a cost of it. */
function leastCost(expression: RegExp, text: string): number {
  let ms = Number.POSITIVE_INFINITY
  for (let run = 0; run < 9 && ms > MOST_MS; run++) ms = Math.min(ms, costOf(expression, text))
  return ms
}

function costOf(expression: RegExp, text: string): number {
  const { user } = process.cpuUsage()
  expression.lastIndex = 0
  if (expression.global) text.replace(expression, '')
  else expression.exec(text)
  return (process.cpuUsage().user - user) / 1_000
}

describe('regular expressions', () => {
  const found = expressions()

  it('take linear time, or are given short texts only', { timeout: 120_000 }, () => {
    expect(found.literals.length).toBeGreaterThan(200)
    const slow = found.literals.flatMap(({ file, literal }) => {
      const worst = slowest(literal, bounded[literal] ?? LENGTH)
      return worst === undefined
        ? []
        : [`${file}: ${literal} with ${JSON.stringify(worst.row)}: ${worst.ms.toFixed(0)} ms`]
    })
    expect(slow).toEqual([])
  })

  it('that are given short texts only are there', () => {
    const literals = new Set(found.literals.map(({ literal }) => literal))
    expect(Object.keys(bounded).filter((literal) => !literals.has(literal))).toEqual([])
  })

  it('are written out, so that they can be measured', () => {
    expect(found.made).toEqual(made)
  })

  it.each(['/ *, */', '/\\/+$/', '/%.*$/', '/(a|a)*!/', '/<(.*)> *$/'])('the measure finds %s', (literal) => {
    expect(slowest(literal, literal.includes('|') ? 24 : LENGTH)?.ms).toBeGreaterThan(MOST_MS)
  })
})
