import type { Piece } from '../pieces.ts'
import type { MessageParts } from './message-parts.ts'

/** A campaign whose content is in pieces, so that messages can be spliced. */
export interface ContentPlan {
  parts: MessageParts
  subject: readonly Piece[]
  html: readonly Piece[]
  text: readonly Piece[]
}
