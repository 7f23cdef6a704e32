import assert from 'node:assert/strict'
import type { CampaignInput } from '../../../domain/campaign-input.ts'
import type { Answer, MountedSillage } from '../adapter-case.ts'

/** A campaign as a caller would send it. */
export const campaign = (more: Partial<CampaignInput> & Record<string, unknown> = {}) => ({
  name: 'News',
  subject: 'Hello {{name}}',
  html: '<html><body><p>Hello {{name}}</p><a href="https://shop.example/a?x=1&amp;y=2#top">A</a> <a href="https://shop.example/b">B</a> <a href="{{unsubscribeUrl}}">no more</a> <a href="{{preferencesUrl}}">choice</a> <a href="{{viewUrl}}">view</a></body></html>',
  recipients: [{ email: 'ada@example.org', name: 'Ada', company: 'Analytical' }],
  ...more,
})

export function expectError(answer: Answer, status: number, code: string, field?: string): void {
  assert.deepEqual(
    { status: answer.status, code: answer.json().error?.code, field: answer.json().error?.field },
    { status, code, field },
  )
}

/** Creates the campaign, waits until it is sent, and finds the tracking paths in its first mail. */
export async function sendOne(
  mounted: MountedSillage,
  more: Partial<CampaignInput> = {},
): Promise<{ id: string; tokens: Tokens }> {
  const answer = await mounted.request('createCampaign', { method: 'POST', body: campaign(more) })
  assert.equal(answer.status, 201, answer.text)
  const id = String(answer.json().id)
  await sent(mounted, id)
  return { id, tokens: tokensOf(mounted.mails()[0] ?? '') }
}

/** Polls without a pause: the live feed would say it only a tenth of a second later. */
export async function sent({ sillage }: MountedSillage, id: string): Promise<void> {
  while ((await sillage.campaigns.get(id)).status !== 'completed') await new Promise(setImmediate)
}

export interface Tokens {
  pixel: string
  clicks: string[]
  unsubscribe: string
  preferences: string
  view: string
}

/** Tokens by kind, out of a mail's source. */
export function tokensOf(mail: string): Tokens {
  const source = mail.replace(/=\r\n/g, '')
  const all = (kind: string) => [
    ...new Set([...source.matchAll(new RegExp(`/track/${kind}/([0-9a-z]{26})`, 'g'))].map((match) => match[1] ?? '')),
  ]
  const one = (kind: string) => all(kind)[0] ?? ''
  return {
    pixel: one('pixel'),
    clicks: all('click'),
    unsubscribe: one('unsubscribe'),
    preferences: one('preferences'),
    view: one('view'),
  }
}

export const person = {
  'user-agent':
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
}
