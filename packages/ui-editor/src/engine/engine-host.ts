import type { BlockDocument } from '@sillage/core/document'

/** A picture where every recipient can load it, with its size in pixels. */
export interface UploadedPicture {
  /** An http or https URL. */
  src: string
  width?: number | null
  height?: number | null
}

/** What the engine says to people, by what happened. */
type Said = 'footer_kept' | 'pictures_by_address' | 'pictures_missing' | 'upload_failed' | 'uploading' | 'uploaded'

/** Words that stand in the message and are none of it. */
export interface EngineWords {
  /** The name of the message, for those who hear it. */
  label: string
  /** In an empty message. */
  placeholder: string
  /** In an empty footer. */
  footer: string
  /** What people call a field. */
  field: (name: string) => string
  /** On a picture that has no address yet. */
  noPicture: string
}

/** What the engine asks of the element around it. */
export interface EngineHost {
  /** Where the message is drawn. It may be moved to another place in the page. */
  place: HTMLElement
  document: BlockDocument
  words: () => EngineWords
  editable: () => boolean
  disabled: () => boolean
  /** The document changed. */
  changed: () => void
  /** Something is to be drawn anew; `moved` where the selection or the document is another. */
  selected: (moved: boolean) => void
  /** What was typed behind a `/` at the beginning of an empty paragraph; undefined when there is none any more. */
  asked: (query: string | undefined) => void
  /** A key while the list for `/` is open; true when the list took it. */
  askedKey: (event: KeyboardEvent) => boolean
  leaveTo: (where: 'toolbar' | 'settings') => void
  moved: (place: number, of: number) => void
  /** Brings a picture to the host; undefined where the host takes none. */
  upload: () => ((file: File) => Promise<UploadedPicture>) | undefined
  say: (what: Said) => void
}
