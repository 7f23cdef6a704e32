import type { Found } from '../content/checks/facts.ts'
import type { placesIn } from '../content/warnings.ts'
import type { SillageError } from '../domain/errors.ts'
import { type Finding, type FindingCode, findingLevel, findingLevels } from '../domain/finding.ts'
import type { Warning } from '../domain/warning.ts'

/** Of one code: content of 1 MB may have a hundred thousand pictures. */
const MOST_OF_A_CODE = 50
const LONGEST_SUBJECT = 200
const fields = ['from', 'replyTo', 'headers', 'subject', 'preheader', 'html', 'text', 'attachments']

/** Gathers what is found; the same about the same is kept once, with its first place, and counted. */
export interface Findings {
  error(error: SillageError): void
  warning(warning: Warning): void
  /** `where` is its place, where that is no offset. */
  found(found: Found, where?: Pick<Finding, 'field' | 'line' | 'column'>): void
  /** Errors first, then warnings and hints, each in the order of the content. */
  list(): Finding[]
}

/** Whether it is content that is wrong by this error, not the request. */
export function isOfContent(error: SillageError): error is SillageError & { code: FindingCode & SillageError['code'] } {
  return error.code in findingLevel
}

export function createFindings(placeOf: ReturnType<typeof placesIn>): Findings {
  const all = new Map<string, Finding & { count: number }>()
  const perCode = new Map<FindingCode, number>()
  function add({ subject, count = 1, ...finding }: Omit<Finding, 'level'>): void {
    const about = subject?.slice(0, LONGEST_SUBJECT)
    const key = `${finding.code} ${about ?? finding.field}`
    const known = all.get(key)
    if (known !== undefined) {
      known.count += count
      return
    }
    const others = perCode.get(finding.code) ?? 0
    if (others === MOST_OF_A_CODE) return
    perCode.set(finding.code, others + 1)
    const level = findingLevel[finding.code]
    all.set(key, { level, ...finding, ...(about === undefined ? {} : { subject: about }), count })
  }
  return {
    error: (error) => {
      if (isOfContent(error))
        add({ code: error.code, message: error.message, ...(error.field === undefined ? {} : { field: error.field }) })
    },
    warning: (warning) => {
      if (warning.code in findingLevel) add({ ...warning, code: warning.code as FindingCode })
    },
    found: ({ place, ...found }, where = place === undefined ? {} : whereOf(place)) => add({ ...found, ...where }),
    list: () =>
      [...all.values()]
        .sort((a, b) => rank(a) - rank(b) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))
        .map(({ count, ...finding }) => (count > 1 ? { ...finding, count } : finding)),
  }

  function whereOf(place: NonNullable<Found['place']>): Pick<Finding, 'field' | 'line' | 'column'> {
    return 'at' in place ? placeOf(place) : { field: place.field }
  }
}

const rank = ({ level, field = '' }: Finding): number =>
  findingLevels.indexOf(level) * (fields.length + 1) + (fields.indexOf(field) + 1 || fields.length)
