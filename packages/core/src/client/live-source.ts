/** A frame as it came over the wire: its event name not yet translated, its data not yet checked. */
export interface RawFrame {
  id?: unknown
  event?: unknown
  data?: unknown
}

export interface LiveSourceHandlers {
  open(): void
  frame(frame: RawFrame): void
  /** Called once, whatever ended it. */
  end(): void
}

/** One attempt at a connection; returns the function that closes it (after which no handler is called). */
export type LiveSource = (since: string | undefined, handlers: LiveSourceHandlers) => () => void

/** Parses a frame; what is not an object is undefined. */
export function parseFrame(text: unknown): RawFrame | undefined {
  if (typeof text !== 'string') return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
