import type { ApiClient, CsvSeparator } from '../../client/api-client.ts'
import { saveFile } from '../save-file.ts'

/** Saves the table as a file through `fetch`, for hosts whose login headers a plain link would not carry. */
export async function exportCsv(client: ApiClient, campaignId: string, separator: CsvSeparator): Promise<void> {
  const response = await client.request(client.exportUrl(campaignId, separator), {})
  saveFile(await response.blob(), `campaign-${campaignId}.csv`)
}
