/** A piece of a source, by its offsets. */
export interface Span {
  start: number
  end: number
}
