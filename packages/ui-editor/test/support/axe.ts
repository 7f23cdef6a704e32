import axeCore from 'axe-core'

/** What axe objects to on the whole page by WCAG 2.2 AA, one line each, so that a failing test shows all of it. */
export async function axe(): Promise<string[]> {
  const { violations } = await axeCore.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    // The page around the elements is the test's own.
    rules: {
      region: { enabled: false },
      'page-has-heading-one': { enabled: false },
      'landmark-one-main': { enabled: false },
    },
  })
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} — ${node.failureSummary}`),
  )
}
