import type { ComposeInput, ComposerBinding } from '../composer.ts'
import type { PieceValues } from '../pieces/pieces.ts'
import { pixelMarkup } from '../pixel.ts'
import type { LayoutUrl } from './layout.ts'
import { messageUrls } from './message-urls.ts'

/** The URLs and images of one message as text. */
export function pieceValues(
  binding: ComposerBinding,
  { messageId, tracking }: Pick<ComposeInput, 'messageId' | 'tracking'>,
): PieceValues {
  const urls = messageUrls(binding, tracking)
  const image = (url: LayoutUrl | undefined) => (url === undefined ? '' : pixelMarkup(url.make(messageId)))
  return {
    url: (field) => urls.field(field).make(messageId),
    link: (link, personalised) => urls.link(link, personalised)?.make(messageId),
    pixel: image(urls.pixel()),
    read: image(urls.read()),
  }
}
