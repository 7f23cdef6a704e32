import { noAnswer, unexpectedAnswer } from './answer-error.ts'

/** The text of a CSV answer as it comes, its byte-order mark included; leaving it ends the request. */
export function csvText({ headers, body, status }: Response): AsyncIterable<string> {
  if (body === null || !headers.get('content-type')?.startsWith('text/csv')) throw unexpectedAnswer('No CSV', status)
  return chunks(body)
}

async function* chunks(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const reader = body.getReader()
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause) => Promise.reject(noAnswer(cause)))
      if (done) return
      yield decoder.decode(value, { stream: true })
    }
  } finally {
    // Without effect on a body that was read to its end; the error of one that broke off is thrown already.
    await reader.cancel().catch(() => {})
  }
}
