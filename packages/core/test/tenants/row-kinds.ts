import type { SillageApi } from '../../src/index.ts'

/** The rows of a tenant. */
export interface Ids {
  campaign: string
  message: string
  /** A message of a stream, not sent yet. */
  waiting: string
  contact: string
  template: string
  suppression: string
  file: string
  webhook: string
  delivery: string
}

/** What a method shows: rows by a name that has their owner. */
export type Shows = { shows: (api: SillageApi) => Promise<unknown[]> }
/** A method that is given the id of a row: another tenant's is as if it were not there. */
export type Finds = { finds: (api: SillageApi, of: Ids) => Promise<unknown> }
/** A method that makes a row, which `shows` of another one shows. */
export type Makes = { makes: string }
export type Rows<Api> = { readonly [Method in keyof Api]: Shows | Finds | Makes }

export const shows = <T>(list: (api: SillageApi) => Promise<{ items: T[] }>, name: (row: T) => unknown): Shows => ({
  shows: async (api) => (await list(api)).items.map(name),
})
export const finds = (act: (api: SillageApi, of: Ids) => Promise<unknown>): Finds => ({ finds: act })
