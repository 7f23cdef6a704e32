export const frameworks = ['express', 'fastify'] as const
export const databases = ['sqlite', 'postgres'] as const

/** What an app is made with. */
export interface InitChoices {
  framework: (typeof frameworks)[number]
  database: (typeof databases)[number]
  /** The sender of its mails. */
  from: string
}

/** What is written into the app as it is would be found wrong when the app is started. */
export const isSender = (text: string): boolean =>
  /^(?:[^<>\p{Cc}]+<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u.test(text)
export const expectedSender = 'Expected an address, or a name and <address>'
