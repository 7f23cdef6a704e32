let opened: readonly HTMLDialogElement[] = []

/** Called whenever another dialog may be the topmost. */
export const modalListeners = new Set<() => void>()

/** Opens a modal dialog that notifications can move into: outside of it they could be neither pressed nor announced. */
export function showModal(dialog: HTMLDialogElement | null): void {
  if (dialog === null) return
  dialog.showModal()
  dialog.addEventListener('close', tell, { once: true })
  opened = [...opened.filter((other) => other !== dialog && isOpen(other)), dialog]
  tell()
}

/** The dialog above all others; undefined when none of the elements' is open. */
export function topModal(): HTMLDialogElement | undefined {
  return opened.findLast(isOpen)
}

function isOpen(dialog: HTMLDialogElement): boolean {
  return dialog.open && dialog.isConnected
}

function tell(): void {
  for (const listener of modalListeners) listener()
}
