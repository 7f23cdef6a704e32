import { parse as parseSelector, type Selector } from 'css-what'
import type { Root } from 'postcss'

/** A rule that can stand in `style` attributes, of one selector. */
export interface InlineRule {
  selector: Selector[]
  /** Ids, classes and attributes, names of elements. */
  weight: readonly [number, number, number]
  declarations: readonly Declaration[]
}

export interface Declaration {
  name: string
  value: string
  important: boolean
}

/**
 * The rules of a style sheet that hold for elements as they stand in a mail: those outside of `@` rules whose selector
 * has no pseudo-class. All others stay in the style sheet alone.
 */
export function readRules(root: Root): InlineRule[] {
  const rules: InlineRule[] = []
  for (const node of root.nodes) {
    if (node.type !== 'rule') continue
    const declarations = node.nodes.flatMap((one): Declaration[] =>
      one.type === 'decl' ? [{ name: one.prop, value: one.value, important: one.important === true }] : [],
    )
    for (const selector of selectorsOf(node.selector)) {
      if (declarations.length > 0 && selector.every(({ type }) => inlined.has(type)))
        rules.push({ selector, weight: weightOf(selector), declarations })
    }
  }
  return rules
}

const inlined: ReadonlySet<string> = new Set([
  'tag',
  'universal',
  'attribute',
  'descendant',
  'child',
  'adjacent',
  'sibling',
])

/** None for what is no selector: mail programs pass over such a rule, too. */
function selectorsOf(text: string): Selector[][] {
  try {
    return parseSelector(text)
  } catch {
    return []
  }
}

function weightOf(selector: readonly Selector[]): [number, number, number] {
  const weight: [number, number, number] = [0, 0, 0]
  for (const part of selector) {
    if (part.type === 'tag') weight[2]++
    else if (part.type === 'attribute') weight[part.name === 'id' && part.action === 'equals' ? 0 : 1]++
  }
  return weight
}
