import type {
  Contact,
  ContactInput,
  ContactPatch,
  ErrorCode,
  ImportReport,
  MessageItem,
  RecipientState,
  RouteId,
  Suppression,
  SuppressionReason,
} from '@sillage/core/browser'

/** What is asked for in the rooms of contacts and of addresses that are not mailed, by method. */
export const contactRoutes: Readonly<Record<string, readonly RouteId[]>> = {
  GET: ['listContactMessages', 'listSuppressions'],
  POST: [
    'createContact',
    'importContacts',
    'getRecipient',
    'unsubscribeRecipient',
    'resubscribeRecipient',
    'exportRecipient',
    'eraseRecipient',
    'createSuppression',
  ],
  PATCH: ['updateContact'],
  DELETE: ['deleteContact', 'deleteSuppression'],
}

/** When everything happens that is decided here. */
export const decidedAt = '2026-11-20T10:00:00.000Z'

/** An address that is held back from everything, or from a topic. */
export function suppression(email: string | null, reason: SuppressionReason, part: Partial<Suppression> = {}) {
  const reasons = [{ reason, source: null, at: decidedAt }]
  return { id: `${reason} of ${email}`, email, topic: null, reasons, ...part } satisfies Suppression
}

interface Answers {
  json(value: unknown, status?: number): Response
  refuse(code: ErrorCode, message: string, field?: string): Response
  page<T>(items: readonly T[], url: URL): object
}

/** The part of the fake server that keeps contacts, and what their addresses decided. */
export function createFakeContacts(people: Contact[], { json, refuse, page }: Answers) {
  const state = {
    suppressions: [] as Suppression[],
    /** What may be measured of everybody. */
    consent: { opens: true, clicks: true, readTime: true, at: null, source: null } as RecipientState['consent'],
    /** The mails of each contact. */
    mails: [] as MessageItem[],
    report: { accepted: 0, duplicates: [], invalid: [], duplicateCount: 0, invalidCount: 0 } as ImportReport,
  }

  function create({ email, name, company, ref, tags = [], data = {} }: ContactInput): Response {
    if (people.some((known) => known.email === email)) return refuse('duplicate', 'The contact exists.', 'email')
    const given = { name: name ?? null, company: company ?? null, ref: ref ?? null, tags, data }
    const made: Contact = { id: `new ${email}`, email, ...given, consent: null, createdAt: decidedAt }
    people.unshift(made)
    return json(made, 201)
  }

  function update(id: string | undefined, patch: ContactPatch): Response {
    const contact = people.find((known) => known.id === id)
    return contact === undefined ? refuse('not_found', 'No such contact.') : json(Object.assign(contact, patch))
  }

  function forget(gone: (contact: Contact) => boolean): void {
    const at = people.findIndex(gone)
    if (at !== -1) people.splice(at, 1)
  }

  function stateOf(email: string): Response {
    const suppressions = state.suppressions.filter((one) => one.email === email)
    const mailable = suppressions.every(({ topic }) => topic !== null)
    return json({ email, mailable, suppressions, consent: state.consent, topics: {} } satisfies RecipientState)
  }

  function suppressions({ searchParams }: URL): Suppression[] {
    const [q, why] = [searchParams.get('q') ?? '', searchParams.get('reason')]
    return state.suppressions.filter(
      ({ email, reasons }) =>
        (q === '' || email?.startsWith(q) === true) && (why === null || reasons.some(({ reason }) => reason === why)),
    )
  }

  /** Undefined: none of its routes. */
  function answer(route: RouteId | undefined, url: URL, given: unknown, id?: string): Response | undefined {
    const named = (given ?? {}) as { email: string; reason?: SuppressionReason; cursor?: string }
    const { email, reason = 'manual' } = named
    switch (route) {
      case 'createContact':
        return create(given as ContactInput)
      case 'updateContact':
        return update(id, given as ContactPatch)
      case 'deleteContact':
        forget((contact) => contact.id === id)
        return new Response(null, { status: 204 })
      case 'listPeople': {
        const found = people.slice(0, 3).map(({ email, name, company }) => ({ contactId: null, email, name, company }))
        // Many rows were read, and nobody of them was in the segment.
        return json(named.cursor === undefined ? { items: [], next: 'on' } : { items: found, next: null })
      }
      case 'importContacts':
        return json(state.report)
      case 'listContactMessages':
        return json(page(state.mails, url))
      case 'getRecipient':
        return stateOf(email)
      case 'unsubscribeRecipient':
        state.suppressions.push(suppression(email, reason))
        return stateOf(email)
      case 'resubscribeRecipient':
        state.suppressions = state.suppressions.filter((one) => one.email !== email || one.topic !== null)
        return stateOf(email)
      case 'exportRecipient':
        return json({ email, contacts: people.filter((contact) => contact.email === email) })
      case 'eraseRecipient':
        forget((contact) => contact.email === email)
        return json({ messages: 0 })
      case 'listSuppressions':
        return json(page(suppressions(url), url))
      case 'createSuppression': {
        const made = suppression(email, reason)
        state.suppressions.unshift(made)
        return json(made, 201)
      }
      case 'deleteSuppression':
        state.suppressions = state.suppressions.filter((one) => one.id !== decodeURIComponent(id ?? ''))
        return new Response(null, { status: 204 })
      default:
        return undefined
    }
  }
  return { state, answer }
}
