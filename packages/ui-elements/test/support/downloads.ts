import { onTestFinished, vi } from 'vitest'

/** Keeps what the page gives to be downloaded, in place of the browser. */
export function keepDownloads(): { name: string; type: string; text: string }[] {
  const files: { name: string; type: string; text: string }[] = []
  const made = new Map<string, Blob>()
  const { createObjectURL } = URL
  const urls = vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    const url = createObjectURL(blob)
    made.set(url, blob as Blob)
    return url
  })
  const clicks = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(async function (
    this: HTMLAnchorElement,
  ) {
    const blob = made.get(this.href)
    // The sign in front that `text` takes away is a part of the file.
    const bytes = await blob?.arrayBuffer()
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    files.push({ name: this.download, type: blob?.type ?? '', text })
  })
  onTestFinished(() => {
    urls.mockRestore()
    clicks.mockRestore()
  })
  return files
}
