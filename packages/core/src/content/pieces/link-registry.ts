import type { CampaignLink, ContentEngine } from '../composer.ts'

/** The destinations of a campaign in the order they were met; the same one twice is one link. */
export interface LinkRegistry {
  index(url: string, personalised: boolean): number
  /** The author wants this destination left alone in the HTML: where it is written out in text, it is, too. */
  leave(url: string): void
  isLeft(url: string): boolean
  readonly all: readonly CampaignLink[]
}

export function createLinkRegistry(engine?: ContentEngine): LinkRegistry {
  const all: CampaignLink[] = []
  const known = new Map<string, number>()
  const left = new Set<string>()
  const linkOf = (url: string, personalised: boolean): CampaignLink =>
    personalised && engine !== undefined ? { url, personalised, engine } : { url, personalised }
  return {
    all,
    index(url, personalised) {
      const key = `${personalised} ${url}`
      const index = known.get(key) ?? all.push(linkOf(url, personalised)) - 1
      known.set(key, index)
      return index
    },
    leave: (url) => void left.add(url),
    isLeft: (url) => left.has(url),
  }
}
