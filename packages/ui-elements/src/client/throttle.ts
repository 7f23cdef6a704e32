/** Calls `act` at once, then at most once in `ms`, with one call after the last request. */
export function createThrottle(act: () => void, ms: number): { request(): void; cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let wanted = false
  const turn = () => {
    timer = undefined
    if (!wanted) return
    wanted = false
    act()
    timer = setTimeout(turn, ms)
  }
  return {
    request() {
      wanted = true
      if (timer === undefined) turn()
    },
    cancel() {
      clearTimeout(timer)
      timer = undefined
      wanted = false
    },
  }
}

/** Calls `act` once `ms` have passed without another request. */
export function createDebounce(act: () => void, ms: number): { request(): void; cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    request() {
      clearTimeout(timer)
      timer = setTimeout(act, ms)
    },
    cancel: () => clearTimeout(timer),
  }
}
