import { closeHistory } from 'prosemirror-history'
import type { Command } from 'prosemirror-state'

/** An undo step of its own: neither what came before nor what comes next is undone with it. */
export function ownStep(command: Command): Command {
  return (state, dispatch, view) => {
    const done = command(state, dispatch && ((tr) => dispatch(closeHistory(tr))), view)
    if (done && dispatch && view) view.dispatch(closeHistory(view.state.tr))
    return done
  }
}
