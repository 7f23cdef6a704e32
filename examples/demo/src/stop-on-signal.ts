/** Stops a program in good order on the first signal; a second one does not wait. Errors are written by `explain`. */
export function stopOnSignal(running: { stop(): Promise<unknown> }, explain: (error: unknown) => string): void {
  let stopping = false
  const stop = () => {
    if (stopping) process.exit(130)
    stopping = true
    console.log('\n  Stopping; what was not sent yet goes on at the next start.')
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(explain(error))
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
}
