import type { OutgoingMessage, SendOptions, Transport, TransportResult } from './transport.ts'

/**
 * Sends one message. Of a transport that throws or rejects, which the port forbids, nobody can know how far it came:
 * the message counts as handed over.
 */
export async function handOver(
  transport: Transport,
  message: OutgoingMessage,
  options: SendOptions = {},
): Promise<TransportResult> {
  try {
    return await transport.send(message, options)
  } catch (error) {
    return { kind: 'lost', stage: 'final', handedOver: true, text: textOf(error) }
  }
}

/** Asks a transport whether it can connect; undefined when it can. One that throws or rejects could not. */
export async function askTransport(transport: Transport, options: SendOptions): ReturnType<Transport['verify']> {
  try {
    return await transport.verify(options)
  } catch (error) {
    return { kind: 'lost', stage: 'connect', handedOver: false, text: textOf(error) }
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
