/** Words in one language for all, or by language: `{ en: 'News', fr: 'Nouvelles' }`. */
export type Wording = string | Readonly<Record<string, string>>

/**
 * What one can unsubscribe from, as recipients see it on their page of choices: `key` is the `topic` of campaigns.
 */
export interface Topic {
  key: string
  name: Wording
  description?: Wording | undefined
}
