import { refuse, shown, text, whole } from '../../domain/expect/index.ts'
import { addressKey } from '../../kit/address-key.ts'
import { refusedBy } from '../../sending/transport/smtp/smtp-failure.ts'
import type { TransportResult } from '../../sending/transport/transport.ts'

/** An answer of a mail server: its reply code, and the text behind it. */
interface ServerAnswer {
  code: number
  text?: string | undefined
}

/** What the server of a test says to whom. */
export interface ServerAnswers {
  /** From now on, to this address or to all that match. */
  fail(email: string | RegExp, answer: ServerAnswer): void
  /** Its answer to this address; undefined: it takes the mail. */
  answerTo(email: string): TransportResult | undefined
}

const replyCode = whole(400, 599)

export function serverAnswers(): ServerAnswers {
  const rules: { matches: (email: string) => boolean; result: TransportResult }[] = []
  return {
    fail(email, answer) {
      if (typeof email !== 'string' && !(email instanceof RegExp))
        refuse('email', 'an address or a regular expression', shown(email))
      const code = replyCode(answer?.code, 'answer.code')
      const words = text()(answer.text ?? `${code < 500 ? 'not now' : 'refused'}, as the test said`, 'answer.text')
      // `search` begins at the front whatever the flags of the expression are.
      const matches =
        typeof email === 'string'
          ? (to: string) => addressKey(to) === addressKey(email)
          : (to: string) => to.search(email) >= 0
      rules.push({ matches, result: refusedBy({ code, text: `${code} ${words}` }, 'rcpt') })
    },
    answerTo: (email) => rules.findLast(({ matches }) => matches(email))?.result,
  }
}
