/** What a browser answers to a command of WebDriver BiDi, and what it sends without being asked. */
interface Answer {
  id?: number
  method?: string
  result?: Record<string, unknown>
  error?: string
  message?: string
  params?: { level?: string; text?: string }
}

export interface Bidi {
  send(method: string, params: object): Promise<Record<string, unknown>>
  /** Errors of the page, as they came. */
  faults: string[]
  close(): void
}

/** Speaks WebDriver BiDi to a browser that listens there. A command that fails rejects with what the browser says. */
export async function connectBidi(url: string): Promise<Bidi> {
  const socket = new WebSocket(url)
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve)
    socket.addEventListener('error', reject)
  })
  const waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>>>()
  const faults: string[] = []
  socket.addEventListener('message', ({ data }) => {
    const { id, method, result, error, message, params } = JSON.parse(String(data)) as Answer
    if (method === 'log.entryAdded' && params?.level === 'error') faults.push(params.text ?? '')
    const asked = waiting.get(id ?? -1)
    waiting.delete(id ?? -1)
    if (error === undefined) asked?.resolve(result ?? {})
    else asked?.reject(new Error(`${error}: ${message}`))
  })
  let last = 0
  return {
    faults,
    send(method, params) {
      last += 1
      const asked = Promise.withResolvers<Record<string, unknown>>()
      waiting.set(last, asked)
      socket.send(JSON.stringify({ id: last, method, params }))
      return asked.promise
    },
    close: () => socket.close(),
  }
}
