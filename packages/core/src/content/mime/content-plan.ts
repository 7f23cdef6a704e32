import type { Piece } from '../pieces/pieces.ts'
import type { MessageFrame } from './message-frame.ts'

/** A campaign whose content is in pieces, so that messages can be spliced. */
export interface ContentPlan {
  frame: MessageFrame
  subject: readonly Piece[]
  /** The templates of `frame.merged`, in their order. */
  merged: readonly (readonly Piece[])[]
  html: readonly Piece[]
  text: readonly Piece[]
}
