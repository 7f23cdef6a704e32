import type { TokenKind } from '../../domain/token-kind.ts'
import { hasFields, readMailbox } from '../../recipients/read-mailbox.ts'
import type { GoneMessage } from '../../store/port/message-store.ts'
import type { TokenContent } from '../../tracking/tokens.ts'
import type { Subject } from '../../tracking/tracker.ts'
import type { HttpResult } from '../exchange.ts'
import type { Look } from '../pages/layout.ts'
import { messagePage } from '../pages/message-page.ts'
import type { Services } from '../services.ts'
import type { HandlerInput } from '../types.ts'
import { commonLook } from './common-look.ts'
import { unknownToken } from './unknown-token.ts'

/** The subject of a recipient's page: the token, its message and campaign, and how the page looks and speaks. */
export interface Found extends Subject {
  content: TokenContent
  look: Look
  /** Whom the mail is from, as its recipient knows the sender. */
  sender: string
}

/** What is left of a subject whose message is gone. */
export interface FoundGone extends GoneMessage {
  messageId: number
  look: Look
  sender: string
}

/**
 * Opens a recipient's token of this kind and answers by `act`; a test's token, an unknown one and one whose message is
 * gone are answered here, the last by `gone` where it has an answer and the recipient is still known.
 */
export async function withSubject(
  input: HandlerInput,
  kind: TokenKind,
  act: (found: Found) => Promise<HttpResult>,
  gone?: (found: FoundGone) => Promise<HttpResult>,
): Promise<HttpResult> {
  const { services, request } = input
  const content = services.tracker.open(request.params.token ?? '', kind, 'test')
  if (content === undefined) return unknownToken(input)
  const common = commonLook(input)
  if (content.kind === 'test') return messagePage(common, common.words.test)
  const subject = await services.tracker.subject(content)
  if (subject !== undefined) {
    const { campaign, message } = subject
    const brand = await brandOf(input, campaign)
    const look = { words: services.words.for(request, message), brand }
    // Of a stream each message may have its own.
    const sender = campaign.from === '' ? installationOf(input, campaign, brand) : senderOf(campaign.from)
    return act({ ...subject, content, look, sender })
  }
  const left = gone && (await services.choices.gone(content.messageId))
  if (gone === undefined || left === undefined) return messagePage(common, common.words.gone, 410)
  const brand = await brandOf(input, left)
  const sender = installationOf(input, left, brand)
  return gone({ ...left, messageId: content.messageId, look: { ...common, brand }, sender })
}

/** Whom mails are from whose own sender is not known. */
const installationOf = (input: HandlerInput, { owner }: { owner: string | null }, brand: Look['brand']): string =>
  brand.logo?.alt ?? hostOf(input, owner)

const brandOf = ({ services }: HandlerInput, { owner }: { owner: string | null }) => services.settings.brand(owner)

/** The name of a mailbox, else its address. A name with merge fields is another one in each message. */
function senderOf(from: string): string {
  const { name, address } = readMailbox(from, 'from')
  return name === undefined || hasFields(name) ? address : name
}

/** A page that somebody leaves by is shown also where the host's function gives no base URL. */
function hostOf({ services, request }: HandlerInput, owner: string | null): string {
  const baseUrl = baseFor(services, owner)
  return baseUrl === undefined ? (request.headers.host ?? '') : new URL(baseUrl).hostname
}

/** The tenant's base URL; undefined, and a line in the log, where the host's function gives none. */
export function baseFor({ urls, logger }: Services, owner: string | null): string | undefined {
  try {
    return urls.baseOf(owner)
  } catch (error) {
    logger.error({ err: error }, 'the base URL of a tenant is not known')
    return undefined
  }
}
