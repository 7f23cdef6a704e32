import { type Brand, button, document, heading, paragraph, renderEmail } from '@sillage/core/document'
import type { SettingsWords } from '../../locales/settings-en.ts'

const NOWHERE = 'https://example.org/'

/** A mail in the look of a brand, as readers with one theme see it, whatever theme the page has. */
export function brandMail(brand: Brand, scheme: 'light' | 'dark', words: SettingsWords, lang: string): string {
  const text = words.settings.brand
  const sample = document(
    [
      heading(1, text.sampleTitle),
      paragraph(text.sampleText, ' ', { link: NOWHERE, text: text.sampleLink }),
      button(text.sampleButton, NOWHERE),
    ],
    { lang },
  )
  const colours = brand[scheme]
  return renderEmail(sample, { ...brand, light: colours, dark: colours }).html
}
