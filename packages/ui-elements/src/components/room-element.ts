import { SillageError } from '@sillage/core/browser'
import type { PropertyDeclarations } from 'lit'
import type { ReadingWords } from '../locales/reading-en.ts'
import { SillageElement } from './sillage-element.ts'

/**
 * An element whose inside, an element too, is loaded when it is first shown: a page that defines all elements pays for
 * those it shows. `W` are the texts that the outside has.
 */
export abstract class RoomElement<W extends ReadingWords = ReadingWords> extends SillageElement<W> {
  static override properties: PropertyDeclarations = { furnished: { state: true } }

  /** Whether the inside can be drawn. */
  declare protected furnished: boolean

  /** Loads and registers the element of the inside; undefined when it cannot be loaded now. */
  protected abstract load(): Promise<object | undefined>

  constructor() {
    super()
    this.furnished = false
  }

  /** Draws the inside, after loading it; answers whether that was possible, and says so where it was not. */
  protected async furnish(): Promise<boolean> {
    if ((await this.load()) === undefined) {
      this.tellFailure(new SillageError('no_answer', 'The code of this element could not be loaded.'))
      return false
    }
    this.furnished = true
    await this.updateComplete
    return true
  }
}
