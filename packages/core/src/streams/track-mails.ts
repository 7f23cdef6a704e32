import addressparser from 'nodemailer/lib/addressparser'
import { checkOptions, flag, required, text, whole } from '../domain/expect/index.ts'
import { keyPattern } from '../domain/ids.ts'
import type { TrackInput } from '../domain/tracked-mail.ts'
import type { SingleMessages } from './messages.ts'

/** What is the same of all mails of one transporter. */
export type TrackMailsOptions = { stream: string } & Pick<TrackInput, 'topic' | 'keep' | 'deadlineMs'>

/** A mail of nodemailer, of majors 6 to 10, before it is compiled: as much of it as is read and written. */
export interface NodemailerMail {
  data: {
    to?: unknown
    cc?: unknown
    bcc?: unknown
    subject?: unknown
    html?: unknown
    text?: unknown
    headers?: unknown
    list?: unknown
  }
}

/** What nodemailer calls with each mail: `transporter.use('compile', …)`. */
export type NodemailerPlugin = (mail: NodemailerMail, done: (error?: Error | null) => void) => void

const key = text('small letters, digits and hyphens, a letter first', (given) => keyPattern.test(given))

/**
 * Has each mail of a nodemailer transporter tracked, as a message of a stream: `transporter.use('compile',
 * trackMails(sillage, { stream: 'invoices' }))`. Left as they are: mails to more than one person, mails without HTML,
 * and those whose HTML is a file or a stream; the first of each of these is a warning of the process. What the host
 * sets itself, such as List-Unsubscribe, stays. No mail fails for it. Throws `invalid_option`.
 */
export function trackMails(
  sillage: { readonly messages: Pick<SingleMessages, 'track'> },
  options: TrackMailsOptions,
): NodemailerPlugin {
  const checked = checkOptions<TrackMailsOptions>('trackMails', options, {
    stream: required(key),
    topic: text(),
    keep: flag,
    deadlineMs: whole(1, 60_000, 'milliseconds'),
  })
  const warned = new Set<string>()
  const leave = (why: string) => {
    if (warned.has(why)) return
    warned.add(why)
    process.emitWarning(`A mail is not tracked: ${why}. Further ones are not named.`, {
      code: 'SILLAGE_UNTRACKED',
      detail: `stream: ${checked.stream}`,
    })
  }

  async function track({ data }: NodemailerMail): Promise<void> {
    const [to, ...others] = [data.to, data.cc, data.bcc].flatMap(mailboxesOf)
    const html = textOf(data.html)
    if (html === undefined) return leave('its HTML is not given as text or bytes')
    if (to === undefined || others.length > 0) return leave('it has more than one recipient, or none')
    const text = textOf(data.text)
    const subject = typeof data.subject === 'string' ? lineOf(data.subject) : undefined
    const mail = { ...checked, to, html, ...(text ? { text } : {}), ...(subject ? { subject } : {}) }
    const tracked = await sillage.messages.track(mail)
    if (tracked.id === null) return
    data.html = tracked.html
    if (text) data.text = tracked.text
    setHeaders(data, tracked.headers)
  }

  return (mail, done) => {
    // Whatever it is, the host's mail leaves.
    track(mail)
      .catch((error: unknown) => leave(error instanceof Error ? error.message : 'an unknown error'))
      .then(() => done())
  }
}

/** Names are shown in lists of messages, and may not be longer. */
const mostName = 200
const mostSubject = 998

const lineOf = (given: string): string => given.replace(/\s+/g, ' ').trim().slice(0, mostSubject)

/** Text or bytes; empty HTML is none. */
function textOf(given: unknown): string | undefined {
  const found = given instanceof Uint8Array ? Buffer.from(given).toString() : given
  return typeof found === 'string' && found !== '' ? found : undefined
}

/** The mailboxes of a field as nodemailer takes it: text, `{ name, address }`, or a list of these. */
function mailboxesOf(given: unknown): { email: string; name?: string }[] {
  if (Array.isArray(given)) return given.flatMap(mailboxesOf)
  if (typeof given === 'string')
    return addressparser(given, { flatten: true }).map(({ name, address }) => mailbox(address, name))
  if (typeof given !== 'object' || given === null) return []
  const { address, name } = given as { address?: unknown; name?: unknown }
  return typeof address === 'string' ? [mailbox(address, name)] : []
}

function mailbox(email = '', given?: unknown): { email: string; name?: string } {
  const name = typeof given === 'string' ? given.replace(/\s+/g, ' ').trim().slice(0, mostName) : ''
  return name === '' ? { email } : { email, name }
}

/** Adds those that the host does not set; one without the other would unsubscribe nobody. */
function setHeaders(data: NodemailerMail['data'], headers: Readonly<Record<string, string>>): void {
  const list = Array.isArray(data.headers) ? data.headers : undefined
  const own = list === undefined ? Object.keys(data.headers ?? {}) : list.map(({ key: name }) => String(name))
  const set = new Set(own.map((name) => name.toLowerCase()))
  const ofList = Object.keys(typeof data.list === 'object' && data.list !== null ? data.list : {})
  for (const name of ofList) set.add(`list-${name.toLowerCase()}`)
  const unsubscribes = !set.has('list-unsubscribe')
  const added = Object.entries(headers)
    .filter(([name]) => {
      const lower = name.toLowerCase()
      return !set.has(lower) && (unsubscribes || lower !== 'list-unsubscribe-post')
    })
    // Not folded, which breaks signatures at some relays.
    .map(([name, value]) => [name, { prepared: true, value }] as const)
  data.headers =
    list === undefined
      ? { ...(data.headers as object), ...Object.fromEntries(added) }
      : [...list, ...added.map(([name, value]) => ({ key: name, value }))]
}
