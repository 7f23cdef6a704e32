import { SillageError } from '../../domain/errors.ts'
import type { CampaignStore } from '../port/campaign-store.ts'
import type { LinkRecord, NewLink } from '../port/records.ts'
import { linksOfContent } from './own-contents.ts'
import { campaignRow, copy, type MemoryState, nextId } from './state.ts'

/** Links are kept apart from their campaign: they redirect for ever, but for those of messages' own contents. */
export function memoryLinks(state: MemoryState): Pick<CampaignStore, 'addLinks' | 'links' | 'linksOf' | 'link'> {
  return {
    async addLinks(campaignId, links, contentId) {
      if (campaignRow(state, campaignId) === undefined) {
        throw new SillageError('not_found', `There is no campaign ${campaignId} to add links to.`)
      }
      const own = contentId === undefined ? ownLinks(state, campaignId) : linksOfContent(state, campaignId, contentId)
      return links.map((link) => copy(addLink(state, own, campaignId, link)))
    },
    async links(campaignId, contentId) {
      const ofContent = state.ownContents.get(contentId ?? 0)?.links
      return copy((contentId === undefined ? state.linksByCampaign : ofContent)?.get(campaignId) ?? [])
    },
    linksOf: async (ids) => copy([...new Set(ids)].flatMap((id) => state.linksByCampaign.get(id) ?? [])),
    link: async (id) => copy(state.links.get(id)),
  }
}

function ownLinks({ linksByCampaign }: MemoryState, campaignId: number): LinkRecord[] {
  const own = linksByCampaign.get(campaignId) ?? []
  linksByCampaign.set(campaignId, own)
  return own
}

/** The link of this destination among these, added where it is new. */
export function addLink(
  state: MemoryState,
  links: LinkRecord[],
  campaignId: number,
  { url, personalised, engine }: NewLink,
): LinkRecord {
  const known = links.find((link) => link.url === url && link.personalised === personalised && link.engine === engine)
  if (known !== undefined) return known
  const made = engine === undefined ? {} : { engine }
  const link = { id: nextId(state, 'links'), campaignId, url, personalised, ...made, total: 0, unique: 0 }
  links.push(link)
  state.links.set(link.id, link)
  return link
}
