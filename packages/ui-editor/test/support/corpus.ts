declare global {
  interface ImportMeta {
    glob<T>(pattern: string, options: { query: string; import: string; eager: true }): Record<string, T>
  }
}

/** The mails of core's corpus, by file name. */
export const corpus = import.meta.glob<string>('../../../core/test/corpus/*.html', {
  query: '?raw',
  import: 'default',
  eager: true,
})
