import { SillageError } from '../../domain/errors.ts'
import type { CampaignStore } from '../port/campaign-store.ts'
import type { LinkRecord, NewLink } from '../port/records.ts'
import { campaignRow, copy, type MemoryState, nextId } from './state.ts'

/** Links are kept apart from their campaign: they redirect for ever. */
export function memoryLinks(state: MemoryState): Pick<CampaignStore, 'addLinks' | 'links' | 'link'> {
  function addLink(links: LinkRecord[], campaignId: number, { url, personalised, engine }: NewLink): LinkRecord {
    const known = links.find((link) => link.url === url && link.personalised === personalised && link.engine === engine)
    if (known !== undefined) return known
    const own = engine === undefined ? {} : { engine }
    const link = { id: nextId(state, 'links'), campaignId, url, personalised, ...own, total: 0, unique: 0 }
    links.push(link)
    state.links.set(link.id, link)
    return link
  }

  return {
    async addLinks(campaignId, links) {
      if (campaignRow(state, campaignId) === undefined) {
        throw new SillageError('not_found', `There is no campaign ${campaignId} to add links to.`)
      }
      const own = state.linksByCampaign.get(campaignId) ?? []
      state.linksByCampaign.set(campaignId, own)
      return links.map((link) => copy(addLink(own, campaignId, link)))
    },
    links: async (campaignId) => copy(state.linksByCampaign.get(campaignId) ?? []),
    link: async (id) => copy(state.links.get(id)),
  }
}
