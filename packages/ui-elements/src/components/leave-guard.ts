import { showModal } from './show-modal.ts'

/** Asks before a dialog is closed on something that would be lost. */
export function createLeaveGuard(on: {
  dialog(): HTMLDialogElement | null
  /** Whether something would be lost. */
  changed(): boolean
  ask(): Promise<boolean>
  /** The person chose to discard it. */
  drop(): void
  closed(): void
}) {
  /** One key may have closed the question and, without asking, the dialog under it. */
  function reopen(): void {
    if (on.dialog()?.open === false) showModal(on.dialog())
  }

  async function leave(): Promise<void> {
    // Asked again while the question is open, it is placed above what was opened since.
    if (on.changed() && !(await on.ask())) return reopen()
    on.drop()
    on.dialog()?.close()
  }
  return {
    leave,
    /** Escape was pressed, or the system's own back gesture used. */
    cancelled(event: Event): void {
      if (event.target !== on.dialog() || !on.changed()) return
      event.preventDefault()
      void leave()
    },
    closed(): void {
      // The event comes a turn later; by then it may be open again.
      if (on.dialog()?.open === true) return
      if (on.changed()) {
        // A browser lets closing be prevented once; after that it closes the dialog without asking.
        reopen()
        void leave()
      } else {
        on.closed()
      }
    },
  }
}
