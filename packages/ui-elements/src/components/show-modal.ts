let opened: readonly HTMLDialogElement[] = []

/** Called whenever another dialog than before may be the topmost. */
export const modalListeners = new Set<() => void>()

/** Opens a modal dialog that notifications can follow into: what lies outside of it can be neither reached nor heard. */
export function showModal(dialog: HTMLDialogElement | null): void {
  if (dialog === null) return
  dialog.showModal()
  dialog.addEventListener('close', tell, { once: true })
  opened = [...opened.filter((other) => other !== dialog && isOpen(other)), dialog]
  tell()
}

/** The dialog that lies above all others; undefined when none of ours is open. */
export function topModal(): HTMLDialogElement | undefined {
  return opened.findLast(isOpen)
}

function isOpen(dialog: HTMLDialogElement): boolean {
  return dialog.open && dialog.isConnected
}

function tell(): void {
  for (const listener of modalListeners) listener()
}
