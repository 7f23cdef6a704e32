import type { ApiClient } from '../../client/api-client.ts'
import { saveFile } from '../save-file.ts'

/** Saves a table as a file through `fetch`, for hosts whose login headers a plain link would not carry. */
export async function exportCsv(client: ApiClient, url: string, name: string): Promise<void> {
  const response = await client.request(url, {})
  saveFile(await response.blob(), name)
}
