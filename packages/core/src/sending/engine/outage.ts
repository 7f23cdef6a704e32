import { momentOf } from '../../domain/clock.ts'
import { type Classified, classifyAnswer } from '../policy/classify-answer.ts'
import { askTransport } from '../transport/hand-over.ts'
import { pauseAllCampaigns } from './campaign-status.ts'
import { type EngineState, inBackground, tellFault } from './engine-state.ts'
import { emptyLane } from './lane.ts'
import { handBack } from './leases.ts'

/** The server cannot be reached: nothing is sent until it answers again. */
export function beginOutage(state: EngineState, answer: Classified): void {
  const { error, inside } = answer
  const code = error.kind === 'rate' ? 'smtp_rate' : 'smtp_unreachable'
  const { logger, transport } = state.deps
  logger.warn(
    { server: transport.server, answer: inside ?? error.message },
    'the mail server cannot be reached; sending waits',
  )
  for (const lane of state.lanes.values()) {
    tellFault(state, lane.id, code, error.message, { fatal: false })
    handBack(state, emptyLane(lane))
    lane.exhausted = false
    state.ready.add(lane.id)
  }
  reportAway(state, answer)
}

/** Whatever the server answered, it can be used. */
export function serverWorks(state: EngineState): void {
  const { breaker, outageReport } = state
  breaker.worked()
  if (outageReport.isAway) inBackground(state, outageReport.over())
}

/**
 * Asks a server that could not be reached whether it can be now; what it answers closes the breaker, or waits longer,
 * or pauses what can only be mended by a person.
 */
export async function probe(state: EngineState): Promise<void> {
  const { breaker, deps, settings, cut } = state
  const { transport, clock, logger } = deps
  const timeoutMs = Math.max(settings.leaseMs - settings.marginMs, 1)
  const failure = await askTransport(transport, { timeoutMs, signal: cut.signal })
  if (failure === undefined) {
    logger.info({}, 'the mail server answers again; sending goes on')
    // It may still take no message: what is read of it stays until one is through.
    breaker.answered()
    return
  }
  const answer = classifyAnswer(failure)
  const { error, inside } = answer
  if (answer.action !== 'pause') {
    const now = momentOf(clock).mono
    breaker.probeFailed(now)
    reportAway(state, answer)
    logger.warn(
      { ...error, answer: inside, nextProbeInMs: Math.round(breaker.probeAt - now) },
      'the mail server still cannot be reached',
    )
    return
  }
  await pauseAllCampaigns(state, answer)
  serverWorks(state)
}

function reportAway(state: EngineState, { error }: Classified): void {
  const { breaker, deps, outageReport } = state
  const { wall, mono } = momentOf(deps.clock)
  const nextTryAt = Math.ceil(wall + breaker.probeAt - mono)
  inBackground(state, outageReport.away({ error, nextTryAt }, wall))
}
