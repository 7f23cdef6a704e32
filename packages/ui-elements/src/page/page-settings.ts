import type { OwnNames } from '@sillage/core/browser'

/** What the server gives the script of its page, in `data-settings` of the body. */
export interface PageSettings {
  /** Where the routes are, relative to the page. */
  baseUrl: string
  /** The names of the mount that are not the English ones. */
  names: OwnNames
  /** False where the live feed comes as an event stream alone. */
  webSocket: boolean
  /** The header in which whoever opens the page sends a key; absent where the host has a login. */
  askKey?: string | undefined
}
