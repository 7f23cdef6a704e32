import type { Setting, SettingKey } from '@sillage/core/browser'
import type { ApiClient } from './api-client.ts'

/** What a tenant set for itself, or an option of the host says. */
export function readSetting<Value>(client: ApiClient, key: SettingKey, signal?: AbortSignal): Promise<Setting<Value>> {
  return client.get('getSetting', { key }, {}, signal)
}

/** Sets it; null takes it back. */
export function writeSetting<Value>(client: ApiClient, key: SettingKey, value: Value | null): Promise<Setting<Value>> {
  return client.send('PUT', 'putSetting', { key }, { value })
}

/** Changes one entry of a list as it is by now, so that entries that others changed meanwhile stay as they are. */
export async function changeList<Entry>(
  client: ApiClient,
  key: SettingKey,
  change: (present: readonly Entry[]) => readonly Entry[],
): Promise<void> {
  const { value } = await readSetting<Entry[]>(client, key)
  await writeSetting(client, key, change(value ?? []))
}
