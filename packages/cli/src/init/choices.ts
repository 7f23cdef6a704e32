export const frameworks = ['express', 'fastify'] as const
export const databases = ['sqlite', 'postgres'] as const

/** What an app is made with. */
export interface InitChoices {
  framework: (typeof frameworks)[number]
  database: (typeof databases)[number]
  /** The sender of its mails. */
  from: string
}
