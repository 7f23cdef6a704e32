import { en, type Locale } from '../locales/en.ts'
import { SillageElement } from './sillage-element.ts'

/**
 * An element with more texts than the results have: its English is the whole locale, which pages with results alone do
 * not load.
 */
export abstract class WritingElement extends SillageElement {
  static override readonly english: Locale = en

  protected override get words(): Locale {
    // Complete by construction: the English one above is, and so is every other language.
    return super.words as Locale
  }
}
