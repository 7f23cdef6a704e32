import { monotonic } from '../../domain/clock.ts'
import { classifyAnswer } from '../policy/classify-answer.ts'
import { askTransport } from '../transport/hand-over.ts'
import type { EngineState } from './engine-state.ts'
import { pauseCodeOf } from './reactions.ts'

/** Asks a server that could not be reached whether it can be now; what it answers closes the breaker, or waits longer, or pauses what can only be mended by a person. */
export async function probe(engine: EngineState): Promise<void> {
  const { breaker, deps, settings } = engine
  const { transport, clock, logger } = deps
  const timeoutMs = Math.max(settings.leaseMs - settings.marginMs, 1)
  const failure = await askTransport(transport, { timeoutMs, signal: engine.cut.signal })
  if (failure === undefined) {
    logger.info({}, 'the mail server answers again; sending goes on')
    breaker.worked()
    return
  }
  const { action, error } = classifyAnswer(failure)
  if (action !== 'pause') {
    const now = monotonic(clock)
    breaker.probeFailed(now)
    logger.warn(
      { ...error, nextProbeInMs: Math.round(breaker.probeAt - now) },
      'the mail server still cannot be reached',
    )
    return
  }
  const reason = pauseCodeOf(error.kind)
  for (const lane of [...engine.lanes.values()]) await engine.pause(lane.id, reason, error.message)
  breaker.worked()
}
