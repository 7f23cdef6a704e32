/** What a page has, and Node has not. */
export const page: {
  document?: { baseURI: string }
  reportError?(error: unknown): void
  addEventListener?(type: 'online', listener: () => void): void
  removeEventListener?(type: 'online', listener: () => void): void
} = globalThis as object
