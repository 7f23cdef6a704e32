import type { TransportResult } from '../transport/transport.ts'

type Failure = Exclude<TransportResult, { kind: 'accepted' }>

const unreachable = 'The mail server cannot be reached.'
const login = 'The mail server refuses the login.'
const settings = 'The mail server cannot be used with these settings.'
/** It answers, and takes nothing from us. */
export const noMailNow = 'The mail server takes no mail from us at the moment.'
const atConnection: Partial<Record<Failure['stage'], string>> = {
  connect: unreachable,
  greeting: 'The mail server takes no connection at the moment.',
  tls: settings,
  auth: login,
}

/**
 * What a failure means to whoever has a campaign, where what was said is about the host's own server: its name and
 * address, and what a library says of them, are for the log alone. Undefined where a server answered about the message.
 */
export function wordsOfOurSide(failure: Failure): string | undefined {
  switch (failure.kind) {
    case 'unusable':
      return failure.reason === 'auth' ? login : settings
    case 'lost':
      return failure.handedOver
        ? 'The connection to the mail server ended before it said whether it took the message.'
        : failure.stage in atConnection
          ? unreachable
          : 'The connection to the mail server broke before it took the message.'
    case 'refused': {
      const { code, stage, text } = failure
      // A server that wants a login or encryption first may say so when the sender is named.
      if (stage !== 'mail') return atConnection[stage]
      if (code === 530 || code === 538) return /starttls|encrypt/i.test(text) ? settings : login
      return code === 534 || code === 535 ? login : undefined
    }
  }
}
