import type { OwnSender, SettingKey, Topic } from '@sillage/core/browser'
import { apiOf } from '../../client/api.ts'
import type { ApiClient } from '../../client/api-client.ts'
import { readSetting } from '../../client/settings.ts'

/** What was set up for authors to choose from. */
export interface OwnSettings {
  senders: readonly OwnSender[]
  topics: readonly Topic[]
  /** Names of transports, the default one first; fewer than two: there is none to choose. */
  transports: readonly string[]
}

export const noSettings: OwnSettings = { senders: [], topics: [], transports: [] }

/** Where a setting cannot be read, its value is typed. */
export async function loadOwnSettings(client: ApiClient): Promise<OwnSettings> {
  const [senders, topics, transports] = await Promise.all([
    read<OwnSender>('senders'),
    read<Topic>('topics'),
    apiOf(client)
      .transports.list()
      .then(({ items }) => items.map(({ name }) => name))
      .catch(() => []),
  ])
  return { senders, topics, transports }

  async function read<Entry>(key: SettingKey): Promise<readonly Entry[]> {
    const setting = await readSetting<Entry[]>(client, key).catch(() => undefined)
    return setting?.value ?? []
  }
}
