import type { WireNames } from '../domain/names.ts'
import type { HttpHeaders } from './exchange.ts'

/**
 * The interface as files, which a mount answers at `/ui` and below: `ui` of `@sillage/ui-elements/serve`, or one of a
 * host's own. The files hold no data, so they are given to everybody; whoever may see data is asked by `authorize`.
 */
export interface Ui {
  /** The page at `/ui`, for one visitor. */
  page(place: UiPlace): UiFile | Promise<UiFile>
  /** The file at `/ui/:file`; undefined where there is none of that name, which is answered 404. */
  file(name: string): UiFile | undefined | Promise<UiFile | undefined>
}

/** What a page of the interface needs to know of its mount and its visitor. All addresses are relative to the page. */
export interface UiPlace {
  /** Where the routes are: `.`, or `..` and so on. */
  baseUrl: string
  /** The address of a file; with the file's hash, one that browsers may keep. */
  urlOf(file: string, hash?: string): string
  /** The names of this mount. */
  names: WireNames
  /** False where no WebSocket is served beside this mount, so that the live feed comes as an event stream alone. */
  webSocket: boolean
  /** The languages that the visitor's browser asks for, best first, such as `fr-ca`. */
  languages: readonly string[]
}

/** One file, complete. `nosniff`, ETag and the headers for caches are added when it is answered. */
export interface UiFile {
  contentType: string
  /** Text is sent as UTF-8. */
  body: Uint8Array | string
  /** The body compressed, for browsers that accept it. @default none */
  gzip?: Uint8Array | undefined
  /** Changes with the body: letters, digits, `-` and `_`. An address that names it is kept for a year. */
  hash: string
  /** Others that belong to it, such as a content security policy, by lower-case name. @default none */
  headers?: HttpHeaders | undefined
}
