import type { CampaignLink } from '../composer.ts'

/** The destinations of a campaign in the order they were met; the same one twice is one link. */
export interface LinkRegistry {
  index(url: string, personalised: boolean): number
  readonly all: readonly CampaignLink[]
}

export function createLinkRegistry(): LinkRegistry {
  const all: CampaignLink[] = []
  const known = new Map<string, number>()
  return {
    all,
    index(url, personalised) {
      const key = `${personalised} ${url}`
      const index = known.get(key) ?? all.push({ url, personalised }) - 1
      known.set(key, index)
      return index
    },
  }
}
