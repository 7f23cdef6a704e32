import type { ImapServer, Moment } from './imap-server.ts'
import { MailFolder, type StoredMail } from './mail-folder.ts'

/** One client. */
export interface Session {
  server: ImapServer
  /** The one that is selected. */
  folder: MailFolder | undefined
  /** The tag of an IDLE that goes on. */
  idling: string | undefined
  /** The tag of a login whose password is the next line. */
  loggingIn: string | undefined
  send(line: string): void
  cut(): void
  isCut(): boolean
}

/** What a command is given: its tag, and the words behind its name. */
interface Command {
  tag: string
  words: string[]
}
type Handler = (session: Session, command: Command) => string | undefined

/** Answers one line of a client. */
export function answer(session: Session, line: string): void {
  if (session.idling !== undefined) {
    const tag = session.idling
    session.idling = undefined
    session.send(line === 'DONE' ? `${tag} OK idled` : `${tag} BAD expected DONE`)
    return
  }
  if (session.loggingIn !== undefined) {
    const tag = session.loggingIn
    session.loggingIn = undefined
    const text = login(session, line)
    if (text !== undefined) session.send(`${tag} ${text}`)
    return
  }
  const [tag = '', ...words] = line.match(/"[^"]*"|\([^)]*\)|\S+/g) ?? []
  const uid = words[0]?.toUpperCase() === 'UID' ? `${words.shift()} ` : ''
  const name = `${uid}${words.shift()}`.toUpperCase()
  const isLogin = name === 'LOGIN' || name === 'AUTHENTICATE'
  session.server.commands.push(isLogin ? name : [name, ...words].join(' '))
  const handle = handlers[name]
  const text = handle === undefined ? `BAD this server has no ${name}` : handle(session, { tag, words })
  if (text !== undefined && !session.isCut()) session.send(`${tag} ${text}`)
}

/** Runs `act` unless a fault is due; what is refused and what is cut off does nothing. */
function at(session: Session, moment: Moment, act: () => string | undefined): string | undefined {
  const fault = session.server.faultAt(moment)
  if (fault === undefined) return act()
  if (fault === 'cut') session.cut()
  return fault === 'refuse' ? 'NO refused' : undefined
}

const ok = 'OK done'

/** By a password, or by an access token. */
function login(session: Session, given: string): string | undefined {
  return at(session, 'login', () => {
    const text = Buffer.from(given, 'base64').toString()
    const bearer = text.split('\u0001').find((part) => part.startsWith('auth=Bearer '))
    const token = bearer?.slice('auth=Bearer '.length)
    const taken = token === undefined ? text.endsWith('\0secret') : session.server.tokens.has(token)
    return taken ? ok : 'NO [AUTHENTICATIONFAILED] not you'
  })
}
const unquoted = (word = '') => word.replace(/^"(.*)"$/, '$1')
const inBrackets = (word = '') => word.replace(/^\((.*)\)$/, '$1').split(' ')

function selected({ folder }: Session): MailFolder {
  if (folder === undefined) throw new Error('no folder is selected')
  return folder
}

function expunge(session: Session, mails: readonly StoredMail[]): void {
  const folder = selected(session)
  const numbers = folder.remove(mails)
  for (const number of numbers) session.send(`* ${number} EXPUNGE`)
  session.server.expunged(session, folder, numbers)
}

function copy(session: Session, mails: readonly StoredMail[], name: string): boolean {
  const target = session.server.folders.get(name)
  for (const { raw, date, flags } of mails) target?.add(raw, date, flags)
  return target !== undefined
}

function fetchOne(session: Session, mail: StoredMail, length: number): void {
  const fault = session.server.faultAt('fetch')
  if (fault !== undefined || session.server.unreadable.has(mail)) session.cut()
  if (session.isCut()) return
  const number = selected(session).mails.indexOf(mail) + 1
  const part = mail.raw.slice(0, length)
  session.send(`* ${number} FETCH (UID ${mail.uid} BODY[]<0> {${Buffer.byteLength(part)}}\r\n${part})`)
}

const handlers: Record<string, Handler> = {
  CAPABILITY({ server, send }) {
    send(`* CAPABILITY IMAP4rev1 ${server.capabilities}`)
    return ok
  },
  NAMESPACE({ server, send }) {
    send(`* NAMESPACE (("" "${server.delimiter}")) NIL NIL`)
    return ok
  },
  AUTHENTICATE(session, { tag, words: [, given] }) {
    if (given !== undefined) return login(session, given)
    session.loggingIn = tag
    session.send('+ ')
    return undefined
  },
  LIST({ server, send }, { words }) {
    const name = unquoted(words[1])
    if (name === '') send(`* LIST (\\Noselect) "${server.delimiter}" ""`)
    else if (server.folders.has(name)) send(`* LIST () "${server.delimiter}" "${name}"`)
    return ok
  },
  LSUB: () => ok,
  SUBSCRIBE: () => ok,
  CREATE: (session, { words }) =>
    at(session, 'create', () => {
      const { folders } = session.server
      const name = unquoted(words[0])
      if (folders.has(name)) return 'NO [ALREADYEXISTS] it exists'
      folders.set(name, new MailFolder())
      return ok
    }),
  SELECT: (session, { words }) =>
    at(session, 'select', () => {
      const { server, send } = session
      const folder = server.folders.get(unquoted(words[0]))
      session.folder = folder
      if (folder === undefined) return 'NO [NONEXISTENT] no such folder'
      send('* FLAGS (\\Seen \\Deleted)')
      send(`* ${folder.mails.length} EXISTS`)
      send(`* OK [PERMANENTFLAGS (${server.permanentFlags})] kept`)
      send(`* OK [UIDVALIDITY ${folder.uidValidity}] valid`)
      send(`* OK [UIDNEXT ${folder.uidNext}] next`)
      return 'OK [READ-WRITE] selected'
    }),
  'UID SEARCH': (session, { words }) =>
    at(session, 'search', () => {
      const found = selected(session).search(words)
      session.send(['* SEARCH', ...found.map(({ uid }) => uid)].join(' '))
      return ok
    }),
  'UID FETCH'(session, { words: [set = '', query = ''] }) {
    const length = Number(/<0\.(\d+)>/.exec(query)?.[1])
    for (const mail of selected(session).of(set)) {
      for (const flagged of session.server.flaggedAmid.splice(0)) session.server.flag(flagged, '\\Seen')
      fetchOne(session, mail, length)
    }
    return ok
  },
  'UID STORE': (session, { words: [set = '', , flags] }) =>
    at(session, 'store', () => {
      for (const mail of selected(session).of(set)) for (const flag of inBrackets(flags)) mail.flags.add(flag)
      return at(session, 'stored', () => ok)
    }),
  'UID MOVE': (session, { words: [set = '', name] }) =>
    at(session, 'move', () => {
      const mails = selected(session).of(set)
      if (!copy(session, mails, unquoted(name))) return 'NO [TRYCREATE] no such folder'
      expunge(session, mails)
      return at(session, 'moved', () => ok)
    }),
  'UID COPY': (session, { words: [set = '', name] }) =>
    at(session, 'move', () =>
      copy(session, selected(session).of(set), unquoted(name)) ? ok : 'NO [TRYCREATE] no such folder',
    ),
  'UID EXPUNGE'(session, { words: [set = ''] }) {
    expunge(
      session,
      selected(session)
        .of(set)
        .filter(({ flags }) => flags.has('\\Deleted')),
    )
    return ok
  },
  IDLE(session, { tag }) {
    session.idling = tag
    session.send('+ idling')
    return undefined
  },
  NOOP: () => ok,
  LOGOUT(session, { tag }) {
    session.send('* BYE')
    session.send(`${tag} ${ok}`)
    return undefined
  },
}
