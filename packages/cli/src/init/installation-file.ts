import type { InitChoices } from './choices.ts'

const stores = {
  sqlite: {
    imports: `import { sqliteStore } from '@sillage/store-sqlite'`,
    options: `  store: sqliteStore({ filename: 'campaigns.db' }),`,
  },
  postgres: {
    imports: `import { postgresBus, postgresStore } from '@sillage/store-postgres'

const connectionString = process.env.DATABASE_URL ?? 'postgres://localhost/app'`,
    options: `  store: postgresStore({ connectionString }),
  bus: postgresBus({ connectionString }), // live figures of all processes`,
  },
}

/** `sillage.ts`: the installation, which the app and the command import alike. */
export function installationFile({ database, from }: InitChoices): string {
  const { imports, options } = stores[database]
  return `import { createSillage, smtpTransport } from '@sillage/core'
${imports}

/** Does no I/O by itself, so that \`sillage doctor\` and programs beside the app import it, too. */
export const sillage = createSillage({
${options}
  transport: smtpTransport(process.env.SMTP_URL ?? 'smtp://localhost:1025'),
  baseUrl: process.env.MAIL_URL ?? 'http://localhost:3000/mail', // where recipients reach the mount in app.ts
  from: process.env.MAIL_FROM ?? ${quoted(from)},
  logger: console, // or pino; without one nothing is printed
})
`
}

/** As TypeScript writes it. */
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
