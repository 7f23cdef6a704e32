import type { ThrottleStore } from '../port/throttle-store.ts'
import { checkLimits, holdThrottle, isIdle, reserveSlots, restedThrottle } from '../rules/throttle-slots.ts'
import type { MemoryState } from './state.ts'

export function memoryThrottles({ throttles }: MemoryState): ThrottleStore {
  const stateOf = (key: string) => throttles.get(key) ?? restedThrottle

  return {
    async reserve(request) {
      checkLimits(request.limits)
      const before = request.limits.map(({ key }) => stateOf(key))
      const { reservation, states } = reserveSlots({ ...request, states: before })
      request.limits.forEach(({ key }, i) => {
        throttles.set(key, states[i] ?? restedThrottle)
      })
      return reservation
    },
    async hold(key, { now, until }) {
      throttles.set(key, holdThrottle(stateOf(key), now, until))
    },
    async prune(before) {
      const idle = [...throttles].filter(([, state]) => isIdle(state, before))
      for (const [key] of idle) throttles.delete(key)
      return idle.length
    },
  }
}
