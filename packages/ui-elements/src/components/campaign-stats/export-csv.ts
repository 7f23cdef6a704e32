import type { ApiClient, CsvSeparator } from '../../client/api-client.ts'

/** Saves the table as a file through `fetch`, for hosts whose login headers a plain link would not carry. */
export async function exportCsv(client: ApiClient, campaignId: string, separator: CsvSeparator): Promise<void> {
  const response = await client.request(client.exportUrl(campaignId, separator), {})
  const url = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = `campaign-${campaignId}.csv`
  link.click()
  // The download has begun by the next turn of the event loop; until then the URL must stay valid.
  setTimeout(() => URL.revokeObjectURL(url), 0)
}
