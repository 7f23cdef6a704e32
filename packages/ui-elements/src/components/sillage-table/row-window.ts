/** Which rows of a long table are drawn. */
export interface RowWindow {
  from: number
  /** One past the last. */
  to: number
}

const OVERSCAN = 12

/** The rows in view and a few around them, never more than twice a screen however long the table is. */
export function rowWindow(scrollTop: number, height: number, rowHeight: number, total: number): RowWindow {
  const first = Math.floor(scrollTop / rowHeight)
  const visible = Math.ceil(height / rowHeight) + 1
  const from = Math.max(0, Math.min(first - OVERSCAN, total - visible))
  return { from, to: Math.min(total, first + visible + OVERSCAN) }
}
