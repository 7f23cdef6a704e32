import type { Limits } from '../../domain/campaign.ts'
import { type Breaker, createBreaker } from '../policy/breaker.ts'
import { classifyAnswer } from '../policy/classify-answer.ts'
import type { OutgoingMessage, SendOptions, ServerMetrics, Transport, TransportResult } from './transport.ts'

/** In which order servers are tried: as they are listed, or whichever has least to do. */
export const serverStrategies = ['failover', 'share'] as const

/** One of several servers. */
interface Server {
  name: string
  transport: Transport
  limits: Limits | undefined
  /** Opens after a few failures in a row that are the server's; then it is tried now and then. */
  breaker: Breaker
  inFlight: number
  sent: number
  /** A message is on its way to it, to find out whether it works again. */
  isAsked: boolean
}

/** What several are made of: a transport with a name, which may be able to say what its server is like. */
export type OneServer = Transport & { server: string }

type Failure = Exclude<TransportResult, { kind: 'accepted' }>

/**
 * Several servers as one. A message that one refuses for reasons of its own (it is away, or refuses our login, our
 * account or more mails) goes to the next in the same send; what is said of the message or its recipient stands, and
 * what may have been taken is given to no other.
 */
export function severalServers(given: readonly OneServer[], strategy: (typeof serverStrategies)[number]): Transport {
  const servers: readonly Server[] = given.map((transport, at) => ({
    name: nameOf(given, at),
    transport,
    limits: transport.limits?.[0],
    // Each failure of one with limits costs a slot, and all others wait for that.
    breaker: createBreaker(transport.limits === undefined ? {} : { failures: 1 }),
    inFlight: 0,
    sent: 0,
    isAsked: false,
  }))
  const longest = Math.max(...servers.map(({ transport }) => transport.timeoutMs))

  const isWell = ({ breaker }: Server) => !breaker.open
  const byLoad = (order: readonly Server[]) =>
    strategy === 'share' ? order.toSorted((a, b) => a.inFlight - b.inFlight) : [...order]

  /** One that is away and may be asked again, by one message; of those in a row one that comes before what works. */
  function toAsk(): Server[] {
    const firstWell = servers.findIndex(isWell)
    const before = strategy === 'share' || firstWell < 0 ? servers : servers.slice(0, firstWell)
    const now = performance.now()
    const one = before.find(({ breaker, isAsked }) => breaker.open && !isAsked && now >= breaker.probeAt)
    return one === undefined ? [] : [one]
  }

  /**
   * One that is to be asked; then those that work, of these first the one that the message has a slot of, or those
   * without limits. Where none works, any that it has a slot of is better than none.
   */
  function inOrder(chosen: number | undefined): readonly Server[] {
    const first = chosen === undefined ? undefined : servers[chosen]
    const rank = (server: Server) => (server === first ? 0 : first === undefined && server.limits !== undefined ? 2 : 1)
    const well = byLoad(servers.filter(isWell)).sort((a, b) => rank(a) - rank(b))
    const asked = toAsk()
    const lastResort = servers.filter((server) => server.limits === undefined || server === first)
    const others = well.length > 0 ? well : lastResort.length > 0 ? lastResort : servers
    return [...asked, ...others.filter((server) => !asked.includes(server))]
  }

  /** Of one after the other the first that works; of those that share, all that do. */
  function ready(): number[] {
    const well = [...servers.keys()].filter((at) => isWell(servers[at] as Server))
    const usable = well.length > 0 ? well : [...servers.keys()]
    return strategy === 'share' ? usable : usable.slice(0, 1)
  }

  /** One that is away and has no slot near is asked later, and by no other message meanwhile. */
  async function hasSlotNear(server: Server, mayLeave: () => Promise<boolean>): Promise<boolean> {
    if (!server.breaker.open) return mayLeave()
    server.isAsked = true
    const may = await mayLeave()
    server.isAsked = false
    if (!may) server.breaker.probeFailed(performance.now())
    return may
  }

  async function sendBy(server: Server, message: OutgoingMessage, options: SendOptions): Promise<TransportResult> {
    const { breaker, transport } = server
    if (breaker.open) {
      server.isAsked = true
      breaker.probeFailed(performance.now())
    }
    server.inFlight += 1
    try {
      const result = await transport.send(message, options)
      if (result.kind === 'accepted') server.sent += 1
      if (isOfTheServer(result)) breaker.failed(performance.now())
      else if (!endedEarly(result)) breaker.worked()
      return result
    } finally {
      server.inFlight -= 1
      server.isAsked = false
    }
  }

  return {
    name: 'smtp',
    server: servers.map(({ name }) => name).join(', '),
    timeoutMs: longest,
    limits: servers.some(({ limits }) => limits !== undefined) ? servers.map(({ limits }) => limits) : undefined,
    ready,
    async send(message, { signal, timeoutMs = longest, server: chosen, mayLeaveBy } = {}) {
      const until = performance.now() + Math.min(timeoutMs, longest)
      const failures: Failure[] = []
      for (const server of inOrder(chosen)) {
        const at = servers.indexOf(server)
        const hasSlot = at === chosen || server.limits === undefined || mayLeaveBy === undefined
        if (!hasSlot && !(await hasSlotNear(server, () => mayLeaveBy(at)))) continue
        const left = until - performance.now()
        if (failures.length > 0 && (left < 1 || signal?.aborted === true)) break
        const result = await sendBy(server, message, { signal, timeoutMs: Math.max(Math.floor(left), 1) })
        if (!isOfTheServer(result) && !endedEarly(result)) return result
        failures.push(result as Failure)
      }
      return worthWaiting(failures)
    },
    async verify({ signal, timeoutMs = longest } = {}) {
      const answers = await Promise.all(
        servers.map(async ({ transport, breaker }) => {
          const failure = await transport.verify({ signal, timeoutMs })
          if (failure === undefined) breaker.answered()
          return failure
        }),
      )
      return answers.includes(undefined) ? undefined : worthWaiting(answers.filter((one) => one !== undefined))
    },
    servers: () => servers.map(({ name, sent, breaker }): ServerMetrics => ({ name, sent, away: breaker.open })),
    ...alignment(servers),
    async examine(options) {
      const reports = await Promise.all(servers.map(({ transport }) => transport.examine?.(options) ?? []))
      return reports.flatMap((list, at) =>
        list.map((report) => ({ ...report, name: servers[at]?.name ?? report.name })),
      )
    },
    dkimKeys: () => [...new Map(servers.flatMap(({ transport }) => keysByName(transport))).values()],
    async close() {
      await Promise.all(servers.map(({ transport }) => transport.close()))
    },
  }
}

/** Host and port, with a number where another has the same: there may be two accounts. */
function nameOf(given: readonly { server: string }[], at: number): string {
  const { server = '' } = given[at] ?? {}
  const before = given.slice(0, at).filter((one) => one.server === server).length
  return before === 0 ? server : `${server} (${before + 1})`
}

/** Whatever the message, this server would answer so. Of what it may have taken, nothing is known. */
function isOfTheServer(result: TransportResult): boolean {
  if (result.kind === 'accepted') return false
  const { action } = classifyAnswer(result)
  return action === 'outage' || action === 'pause'
}

/** The connection ended, or the server said that it does (421), before the content was handed over. */
const endedEarly = (result: TransportResult): boolean =>
  result.kind === 'lost'
    ? !result.handedOver
    : result.kind === 'refused' && result.code === 421 && result.stage !== 'final' && result.stage !== 'body'

const noneFree: Failure = {
  kind: 'lost',
  stage: 'connect',
  handedOver: false,
  text: 'The limits of all servers that work are used up.',
}

/** Of several servers' failures the one that ends by itself, for which nobody has to do anything. */
const worthWaiting = (failures: readonly Failure[]): Failure =>
  failures.find((one) => classifyAnswer(one).action === 'outage') ?? failures[0] ?? noneFree

/** Nothing is known of a domain, unless all servers say that they sign for others. */
function alignment(servers: readonly Server[]): Pick<Transport, 'aligned'> {
  const asked = servers.flatMap(({ transport }) =>
    transport.aligned === undefined ? [] : [transport.aligned.bind(transport)],
  )
  return asked.length < servers.length ? {} : { aligned: (domain) => asked.every((aligned) => aligned(domain)) }
}

/** A key by its place in the DNS: several servers mostly sign with the same. */
const keysByName = (transport: Transport) =>
  (transport.dkimKeys?.() ?? []).map((key) => [`${key.keySelector}._domainkey.${key.domainName}`, key] as const)
