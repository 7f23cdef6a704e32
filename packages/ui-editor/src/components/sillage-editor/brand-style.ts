import type { Brand } from '@sillage/core/document'

/**
 * Gives the frame the brand for the page in it, as the mail looks on a bright screen. By script, because a strict
 * `style-src` allows neither a `style` attribute nor Lit's `styleMap`, which begins as one.
 */
export function dressFrame(frame: HTMLElement | null, { width, font, headingFont, radius, light }: Brand): void {
  const values: Record<string, string> = {
    width: `${width}px`,
    font,
    heading: headingFont,
    radius: `${radius}px`,
    ground: light.page,
    surface: light.surface,
    text: light.text,
    muted: light.muted,
    line: light.line,
    link: light.link,
    button: light.button,
    'button-text': light.buttonText,
  }
  for (const [name, value] of Object.entries(values)) frame?.style.setProperty(`--_page-${name}`, value)
}
