import type { ReportedFailure } from '../domain/feedback.ts'
import { type Classified, classifyAnswer } from '../sending/policy/classify-answer.ts'

/** What a report or a provider says of a failure, as far as it says it. */
export interface SaidOfFailure {
  /** RFC 3463, such as `5.1.1`, which the report gives in a field of its own. */
  status?: string | undefined
  /** The SMTP reply code. */
  code?: number | undefined
  /** The server's answer. */
  text?: string | undefined
  /** What the provider itself calls it. Counts where neither codes nor words say anything. */
  otherwise?: Pick<ReportedFailure, 'permanent' | 'suppress'> & { kind: ReportedFailure['error']['kind'] }
}

const replyInText = /^(?:.{0,200}\bsaid: )?([45]\d\d)(?:[ -]+#?([245]\.\d{1,3}\.\d{1,3}))?/s
/** What a report quotes at most of a server. */
const mostSaid = 2000

/**
 * What a failure means that somebody else met: by the words of the answer, then its enhanced code, its reply code, and
 * last the provider's own word. An enhanced code in a field of its own wins over one in the text, unless it gives only
 * its class; a reply code of another class than the enhanced one may be anything.
 */
export function reportedFailure(said: SaidOfFailure): ReportedFailure {
  const { otherwise } = said
  const text = said.text?.slice(0, mostSaid) ?? ''
  const inText = replyInText.exec(text)
  const given = said.status !== undefined && /^[245]\.\d{1,3}\.\d{1,3}$/.test(said.status) ? said.status : undefined
  const enhancedCode = given === undefined || given.endsWith('.0.0') ? (inText?.[2] ?? given) : given
  const reply = said.code ?? (inText === null ? undefined : Number(inText[1]))
  const isSaid = reply !== undefined || enhancedCode !== undefined
  const fallback = otherwise?.permanent === false ? 450 : 550
  const code = codeOf(isSaid ? reply : fallback, enhancedCode)
  const meaning = classifyReported({ code, enhancedCode, text })
  const { error, permanent, suppress, stop } = meaning
  if (otherwise !== undefined && error.kind === 'other') {
    const { kind, ...rest } = otherwise
    return { ...rest, error: { ...withCodes(error, isSaid), kind } }
  }
  return { permanent, suppress, stop, error: withCodes(error, isSaid) }
}

/** By the rules for answers, of a server that spoke to another than ours. */
const classifyReported = (said: { code: number; enhancedCode?: string | undefined; text: string }): Classified =>
  classifyAnswer(
    {
      ...said,
      kind: 'refused',
      stage: 'rcpt',
      enhancedCode: said.enhancedCode,
      text: said.text || (said.enhancedCode ?? ''),
    },
    'remote',
  )

/**
 * The reply code, unless the enhanced one is of another class: that one is the server's verdict, a code in the text may
 * be anything.
 */
function codeOf(reply: string | number | undefined, enhancedCode: string | undefined): number {
  const kind = enhancedCode?.[0]
  if (reply !== undefined && (kind === undefined || String(reply)[0] === kind)) return Number(reply)
  return kind === '4' ? 450 : 550
}

/** An error as it was said: a code that only stands for the class is none. */
function withCodes({ code, ...error }: Classified['error'], isSaid: boolean): Classified['error'] {
  return isSaid && code !== undefined ? { ...error, code } : error
}
