import { compileCampaign } from '../src/content/compile-campaign.ts'
import type { CampaignContent, ComposedMessage, ComposeInput } from '../src/content/composer.ts'
import { createTokenSealer } from '../src/tracking/tokens.ts'
import { createTrackingUrls } from '../src/tracking/tracking-urls.ts'

const sealer = createTokenSealer(['a secret for these tests'])
export const urls = createTrackingUrls({ baseUrl: 'https://mail.example', sealer })
const from = { address: 'news@shop.example' }
export const compile = (content: Partial<CampaignContent>, options = {}) =>
  compileCampaign({ subject: 'Hello', html: '', from, ...content }, { baseUrl: 'https://mail.example', ...options })
export const input: ComposeInput = {
  messageId: 42,
  rfcMessageId: '42.abc@shop.example',
  to: { name: 'Zoe', address: 'zoe@customers.example' },
  data: {},
  date: new Date(0),
  tracking: { opens: false, clicks: true, readTime: false },
}
export const compose = (content: Partial<CampaignContent>, change: Partial<ComposeInput> = {}, options = {}) => {
  const compiled = compile(content, options)
  const composer = compiled.bind({ linkIds: compiled.links.map((_, index) => 100 + index), urls, campaignId: 5 })
  return composer.compose({ ...input, ...change }) as ComposedMessage
}
export const html = (source: string, data: Record<string, unknown> = {}, change: Partial<ComposeInput> = {}) =>
  compose({ html: source }, { data, ...change }).html()
export const click = (link: number) => urls.click(42, 100 + link)
export const head = (message: ComposedMessage) => message.raw.toString().split('\r\n\r\n')[0] ?? ''
