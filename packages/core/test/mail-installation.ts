import { onTestFinished } from 'vitest'
import { createSillage, memoryStore, type Sillage, type SillageOptions, smtpTransport } from '../src/index.ts'
import { type FaultySmtpServer, faultySmtpServer } from '../src/testing/smtp/faulty-smtp-server.ts'

/** An installation that sends to a mail server of its own, both until the end of the test. */
export async function mailInstallation(
  options: Partial<SillageOptions> = {},
): Promise<{ sillage: Sillage; smtp: FaultySmtpServer }> {
  const smtp = await faultySmtpServer()
  onTestFinished(() => smtp.close())
  const sillage = createSillage({
    store: memoryStore(),
    transport: smtpTransport({ host: '127.0.0.1', port: smtp.port }),
    from: 'Shop <news@shop.example>',
    baseUrl: 'http://mail.example/mail',
    ...options,
  })
  onTestFinished(() => sillage.close())
  await sillage.migrate()
  return { sillage, smtp }
}
