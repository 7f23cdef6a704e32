/** Downloads what the page has in memory. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has begun by the next turn of the event loop; until then the URL must stay valid.
  setTimeout(() => URL.revokeObjectURL(url), 0)
}
