import { Plugin, Selection, type Transaction } from 'prosemirror-state'

/**
 * Puts the footer back as it was, in the same undo step, when one change took all of its words: whoever deletes the
 * whole message does not mean whom it is from. Emptying it letter by letter is meant.
 */
export function keepFooter(kept: () => void): Plugin {
  return new Plugin({
    appendTransaction(transactions, before, after) {
      if (!transactions.some(({ docChanged }) => docChanged) || transactions.some(isUndo)) return null
      const old = before.doc.lastChild
      const now = after.doc.lastChild
      if (old === null || now === null || old.content.size === 0) return null
      const [had, has] = [wordsOf(old), wordsOf(now)]
      if (had.length <= 1 || has !== '') return null
      kept()
      const start = after.doc.content.size - now.nodeSize
      const tr = after.tr.replaceWith(start, after.doc.content.size, old)
      // Who replaced everything goes on in what is new.
      return after.selection.to < start ? tr : tr.setSelection(Selection.near(tr.doc.resolve(start), -1))
    },
  })
}

function wordsOf(node: { textBetween: (from: number, to: number) => string; content: { size: number } }): string {
  return node.textBetween(0, node.content.size)
}

/** What is undone or done again is as it was. */
function isUndo(transaction: Transaction): boolean {
  return transaction.getMeta('history$') !== undefined
}
