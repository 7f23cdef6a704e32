import { SillageError } from '@sillage/core/browser'
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import type { ReadingWords } from '../locales/reading-en.ts'
import { SillageElement } from './sillage-element.ts'
import { troubleView } from './trouble-view.ts'

/**
 * An element whose inside, an element too, is loaded when it is first shown: a page that defines all elements pays for
 * those it shows. `W` are the texts that the outside has.
 */
export abstract class RoomElement<W extends ReadingWords = ReadingWords> extends SillageElement<W> {
  static override properties: PropertyDeclarations = { furnished: { state: true }, failure: { state: true } }

  /** Whether the inside can be drawn. */
  declare protected furnished: boolean
  /** Why it cannot. */
  declare protected failure: unknown

  /** Loads and registers the element of the inside; undefined when it cannot be loaded now. */
  protected abstract readonly load: () => Promise<object | undefined>

  /** Draws the inside, once it is loaded. */
  protected abstract inside(): TemplateResult

  constructor() {
    super()
    this.furnished = false
  }

  /** Draws the inside, after loading it; answers whether that was possible. */
  protected async furnish(): Promise<boolean> {
    this.furnished = (await this.load()) !== undefined
    this.failure = this.furnished
      ? undefined
      : new SillageError('no_answer', 'The code of this element could not be loaded.')
    await this.updateComplete
    return this.furnished
  }

  /** What the page put into a slot goes on to the inside, whose own content it replaces. */
  protected passOn(slot: string): unknown {
    const filled = this.querySelector(`:scope > [slot=${slot}]`) !== null
    return filled ? html`<slot name=${slot} slot=${slot}></slot>` : nothing
  }

  protected override render(): unknown {
    const { words, failure } = this
    if (this.furnished) return this.inside()
    if (failure === undefined) return nothing
    return troubleView(words.common.failedAction, failure, words, () => void this.furnish())
  }
}
