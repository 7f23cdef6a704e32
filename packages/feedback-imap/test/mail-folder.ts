/** A mail in a folder of the server below. */
export interface StoredMail {
  uid: number
  flags: Set<string>
  /** When it arrived. */
  date: Date
  raw: string
}

/** A folder as an IMAP server keeps it. */
export class MailFolder {
  uidValidity = 1
  uidNext = 1
  mails: StoredMail[] = []

  add(raw: string, date: Date, flags: Iterable<string> = []): StoredMail {
    const mail = { uid: this.uidNext++, flags: new Set(flags), date, raw }
    this.mails.push(mail)
    return mail
  }

  /** Those of a set as `1,3:5`. */
  of(set: string): StoredMail[] {
    const ranges = set.split(',').map((range) => range.split(':').map(Number))
    return this.mails.filter(({ uid }) => ranges.some(([from = 0, to = from]) => uid >= from && uid <= to))
  }

  /** Those that answer all of the criteria that a watch searches by. */
  search(words: readonly string[]): StoredMail[] {
    const tests: ((mail: StoredMail) => boolean)[] = []
    const left = [...words]
    for (let word = left.shift(); word !== undefined; word = left.shift()) {
      const next = () => left.shift() ?? ''
      if (word === 'UNDELETED') tests.push(({ flags }) => !flags.has('\\Deleted'))
      else if (word === 'KEYWORD') tests.push(has(next()))
      else if (word === 'UNKEYWORD') tests.push(not(has(next())))
      else if (word === 'BEFORE') tests.push(before(next()))
      else if (word !== 'ALL') throw new Error(`this server does not search by ${word}`)
    }
    return this.mails.filter((mail) => tests.every((test) => test(mail)))
  }

  /** Takes mails out, and gives their numbers as clients are notified of them: each counts those that went before. */
  remove(mails: readonly StoredMail[]): number[] {
    return mails.map((mail) => {
      const at = this.mails.indexOf(mail)
      this.mails.splice(at, 1)
      return at + 1
    })
  }
}

type Test = (mail: StoredMail) => boolean
const has =
  (keyword: string): Test =>
  ({ flags }) =>
    flags.has(keyword)
const not =
  (test: Test): Test =>
  (mail) =>
    !test(mail)
const before =
  (day: string): Test =>
  ({ date }) =>
    date.getTime() < Date.parse(`${day} UTC`)
