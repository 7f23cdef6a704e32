import type { MimePart } from './mime-part.ts'

const systems =
  /mailer-?daemon|\bm?daemon@|postmaster|mail ?delivery|delivery (?:sub)?system|mail system|(?:mail|system) administrator|smtp[ _]?(?:mail|gateway|service)|^ndr@|<>\s*$/i

/** Subjects that begin by saying that a mail was not delivered. */
const failureSubject =
  /^(?:\[[^\]]{1,40}\] ?)?(?:undeliver|returned mail|failed mail|(?:e-?)?mail (?:could not be|not|was not) delivered|(?:e-?mail |message )?delivery (?:has )?(?:fail|problem|error|delay|status)|non-?delivery|failure notice|unzustellbar|nicht zustellbar|.chec de (?:la )?(?:remise|livraison)|non remis|mancato recapito|onbestelbaar)|: non remis\b|\((?:delivery failed|undeliverable)\)$/i

/** True for mails of a mail system, judged by their sender, their form, or a subject that no person writes. */
export function fromMailSystem({ headers, type, parameters }: MimePart): boolean {
  const first = (name: string) => headers.get(name)?.[0]?.slice(0, 1000) ?? ''
  return (
    headers.has('x-failed-recipients') ||
    (type === 'multipart/report' && parameters.get('report-type')?.toLowerCase() === 'delivery-status') ||
    systems.test(first('from')) ||
    failureSubject.test(first('subject'))
  )
}

const delayWords =
  /(?:has|have) (?:been (?:delayed|postponed)|not yet been delivered)|attempts? (?:to deliver )?will (?:be )?continue|will (?:keep|continue) (?:on |to )?(?:re)?(?:try|attempt)|will be re-?tried|warning message only|(?:do not|no) need to resend/i
const delaySubject = /^warning: |delay(?:ed|s in deliver)/i

/** True where a report says that its server still tries. */
export const saysDelayed = (subject: string, text: string): boolean =>
  delayWords.test(text) || (delaySubject.test(subject) && !givenUp.test(text))

const givenUp = /permanent(?:ly)? (?:fatal |delivery )?(?:error|fail)|given up|no such user|user unknown/i

/** What says that a mail was not delivered, where no answer says why. In the languages of the large mail systems. */
const failureWords = [
  /undeliver(?:able|ed)|not deliverable|failure notice|non-?delivery|returned mail|permanent (?:fatal |delivery )/i,
  /(?:mail|message|delivery)(?: (?:delivery|status notification|message))? (?:problem|fail(?:ed|ure)|error)|failed mail/i,
  /del[ei]very (?:to|of|for) .{1,200}? (?:failed|(?:was |has been )?(?:aborted|unsuccessful))/i,
  /del[ei]very (?:has )?failed|delivery problem/i,
  /(?:could|can|was|were|been|is|are)(?:n['o]t| not)(?: \w{1,30}){0,3} (?:deliver|forward|transmit|sen[dt]\b)/i,
  /(?:un|not )able to (?:be )?(?:deliver|send|forward)|did(?:n't| not) (?:reach|receive)|not accepting (?:mail|messages)/i,
  /(?:mail|message) (?:\w{1,30} ){0,3}(?:has been|was|is being) (?:automatically )?(?:returned|rejected|refused|bounced)/i,
  /address(?:es|\(es\))? (?:had|have|has)? ?(?:permanent )?(?:failed|delivery (?:problem|notification|error))/i,
  /not been collected|no longer (?:active|valid|in use)|does not have a final|invalid final/i,
  /n'a (?:pas )?(?:pu|.t.)(?: .tre)? ?(?:pas )?(?:.tre )?(?:d.livr|remis|distribu|achemin)|non remis|.chec de (?:la )?(?:remise|livraison)/i,
  /(?:konnte|kann|wurde) nicht (?:\w{1,30} ){0,3}(?:zugestellt|ausgeliefert|zustell)|(?:un|nicht )zustellbar|zustellung .{0,40}fehlgeschlagen/i,
  /no (?:se )?(?:ha )?(?:podido|pudo|puede|fue|pudieron) (?:\w{1,30} ){0,3}(?:entreg|enviar)|imposible entregar/i,
  /(?:impossibile|non . stato possibile) (?:recapitar|consegnar|inoltrar)|mancato recapito/i,
  /n.o (?:foi|p.de|pode|pudemos|foi poss.vel) (?:\w{1,30} ){0,3}(?:entreg|enviar)/i,
  /niet (?:worden |kunnen )?(?:\w{1,30} ){0,2}(?:afgeleverd|bezorgd)|onbestelbaar|nie (?:mo.na|zosta.a) .{0,30}dostarcz/i,
]

/** True where a mail system says that a mail was not delivered, by whatever words. */
export const saysUndelivered = (text: string): boolean => failureWords.some((words) => words.test(text))
