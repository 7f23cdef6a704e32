import type { OwnSender, SettingKey, Topic } from '@sillage/core/browser'
import type { ApiClient } from '../../client/api-client.ts'
import { readSetting } from '../../client/settings.ts'

/** What was set up for authors to choose from. */
export interface OwnSettings {
  senders: readonly OwnSender[]
  topics: readonly Topic[]
}

export const noSettings: OwnSettings = { senders: [], topics: [] }

/** Where a setting cannot be read, its value is typed. */
export async function loadOwnSettings(client: ApiClient): Promise<OwnSettings> {
  const [senders, topics] = await Promise.all([read<OwnSender>('senders'), read<Topic>('topics')])
  return { senders, topics }

  async function read<Entry>(key: SettingKey): Promise<readonly Entry[]> {
    const setting = await readSetting<Entry[]>(client, key).catch(() => undefined)
    return setting?.value ?? []
  }
}
