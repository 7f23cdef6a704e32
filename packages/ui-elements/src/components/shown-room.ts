import { RoomElement } from './room-element.ts'

/** A room that is loaded as soon as it stands in a page; one is a tag, its loader and its inside. */
export abstract class ShownRoom extends RoomElement {
  override connectedCallback(): void {
    super.connectedCallback()
    void this.furnish()
  }
}
