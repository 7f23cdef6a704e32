import Database from 'better-sqlite3'

/** A line of the inbox's list. */
export interface MailSummary {
  id: number
  from: string
  to: string
  subject: string
  receivedAt: string
}

export interface MailPage {
  items: MailSummary[]
  /** Cursor of the following, older page; null on the last. */
  next: string | null
  /** How many mails the search found. */
  total: number
}

/** What arrived: its summary as read from the headers, and every byte of it. */
interface ArrivedMail extends Omit<MailSummary, 'id'> {
  raw: Buffer
}

interface MailQuery {
  q?: string | undefined
  cursor?: string | undefined
  limit?: number | undefined
}

export interface Mailbox {
  add(mail: ArrivedMail): number
  list(query: MailQuery): MailPage
  raw(id: number): Buffer | undefined
  /** How many mails there are, and the newest one's id (0 when there is none). */
  state(): { total: number; newest: number }
  clear(): void
  close(): void
}

const SCHEMA = `create table if not exists mails (
  id integer primary key autoincrement, sender text not null, recipient text not null, subject text not null,
  received_at text not null, folded text not null, raw blob not null)`
const SUMMARY = 'id, sender as "from", recipient as "to", subject, received_at as "receivedAt"'
const PAGE_SIZE = 50
const LARGEST_PAGE = 200

/** Lower case without accents, so that "helene" finds "Hélène". */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** Keeps received mails in one SQLite table, newest first; `filename` may be `:memory:`. They survive a restart. */
export function openMailbox(filename: string): Mailbox {
  const database = new Database(filename)
  database.pragma('journal_mode = wal')
  database.pragma('synchronous = normal')
  database.exec(SCHEMA)
  const insert = database.prepare(
    'insert into mails (sender, recipient, subject, received_at, folded, raw) values (?, ?, ?, ?, ?, ?)',
  )
  const page = database.prepare<[number, string, number], MailSummary>(
    `select ${SUMMARY} from mails where id < ? and folded like ? escape '\\' order by id desc limit ?`,
  )
  const found = database.prepare<[string], { n: number }>(
    `select count(*) as n from mails where folded like ? escape '\\'`,
  )
  const raw = database.prepare<[number], { raw: Buffer }>('select raw from mails where id = ?')
  const state = database.prepare<[], { total: number; newest: number }>(
    'select count(*) as total, coalesce(max(id), 0) as newest from mails',
  )
  const clear = database.prepare('delete from mails')

  return {
    add(mail) {
      const folded = fold(`${mail.from} ${mail.to} ${mail.subject}`)
      const { lastInsertRowid } = insert.run(mail.from, mail.to, mail.subject, mail.receivedAt, folded, mail.raw)
      return Number(lastInsertRowid)
    },
    list({ q = '', cursor, limit = PAGE_SIZE }) {
      const size = Math.min(Math.max(limit, 1), LARGEST_PAGE)
      const pattern = `%${fold(q.trim()).replace(/[\\%_]/g, '\\$&')}%`
      const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor)
      const items = page.all(before, pattern, size + 1)
      const more = items.length > size
      if (more) items.pop()
      const last = items.at(-1)
      return { items, next: more && last ? String(last.id) : null, total: found.get(pattern)?.n ?? 0 }
    },
    raw: (id) => raw.get(id)?.raw,
    state: () => state.get() ?? { total: 0, newest: 0 },
    clear: () => void clear.run(),
    close: () => void database.close(),
  }
}
