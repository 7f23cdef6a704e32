import { onTestFinished } from 'vitest'
import type { SillageOptions } from '../../src/index.ts'
import { type SentMail, testSillage } from '../../src/testing/index.ts'

export const html = `<p>Dear {{name}}, <a href="https://port.example">see <b>it</b></a>,
<a href="https://port.example/p/{{berth}}"><img alt="Your berth" src="https://port.example/berth.png"></a>,
<a href="https://port.example/rules?a=1&amp;b=2">the rules</a>, <a data-no-track href="https://port.example/raw">raw</a>,
<a href="mailto:ada@port.example">Ada</a>, <a href="{{unsubscribeUrl}}">leave</a></p>`

/** An installation that is closed when the test is over, and short words for what most tests do. */
export async function kit(options: Partial<SillageOptions> = {}) {
  const mail = await testSillage(options)
  onTestFinished(() => mail[Symbol.asyncDispose]())
  const { sillage } = mail
  let created = 0
  /** A campaign to these addresses; its id. */
  async function campaign(to: string | string[], input: object = {}): Promise<string> {
    const recipients = [to].flat().map((email) => ({ email, name: 'Ada', data: { berth: '7' } }))
    const defaults = { name: `n${created++}`, subject: 'Grüße, {{name}}', html, recipients }
    return (await sillage.campaigns.create({ ...defaults, ...input })).id
  }
  /** One campaign to one address, and its mail. */
  async function mailOf(input: object = {}): Promise<{ id: string; mail: SentMail }> {
    const id = await campaign('ada@example.org', input)
    return { id, mail: await mail.mailTo('ada@example.org') }
  }
  const messages = async (campaignId: string) => (await sillage.messages.list({ campaignId })).items
  const suppressed = async () =>
    (await sillage.suppressions.list()).items.map(({ email, reasons }) => [
      email,
      ...reasons.map(({ reason }) => reason),
    ])
  return { ...mail, kit: mail, campaign, mailOf, messages, suppressed }
}
