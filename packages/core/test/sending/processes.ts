import { afterEach } from 'vitest'
import { createSillage, type Sillage, type SillageOptions, type Store, smtpTransport } from '../../src/index.ts'
import { type FaultySmtpServer, faultySmtpServer } from '../../src/testing/smtp/faulty-smtp-server.ts'
import type { SmtpScript } from '../../src/testing/smtp/smtp-fault.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** A mail server, and a transport that sends by it; gone after the test. */
export async function server(script?: SmtpScript): Promise<{
  smtp: FaultySmtpServer
  transport: ReturnType<typeof smtpTransport>
}> {
  const smtp = await faultySmtpServer({ script })
  closers.push(() => smtp.close())
  return { smtp, transport: smtpTransport({ host: '127.0.0.1', port: smtp.port }) }
}

/** An installation, as each process on a store has one; closed after the test. */
export function process(options: Partial<SillageOptions> & { store: Store }): Sillage {
  const sillage = createSillage({ baseUrl: 'http://mail.example/mail', from: 'Shop <news@shop.example>', ...options })
  closers.push(() => sillage.close())
  return sillage
}

export const mail = { name: 'n', subject: 's', html: '<p>x</p>' }
export const to = (...names: string[]) => names.map((name) => ({ email: `${name}@example.org` }))
