import type { TransportResult } from '../transport.ts'
import type { TransporterError } from './mail-transporter.ts'

type Failure = Exclude<TransportResult, { kind: 'accepted' }>

type Meaning = 'auth' | 'config' | readonly [code: number, enhancedCode: string]

const later = [451, '4.3.2'] as const

/**
 * What the exit codes of `sysexits.h` mean for the mail: a program that fails has not taken it. 69 is what Postfix and
 * msmtp say while they are down, not that the address is; 77 what msmtp says of a refused login.
 */
const ofExit: Readonly<Record<number, Meaning>> = {
  64: 'config', // EX_USAGE
  65: [554, '5.6.0'], // EX_DATAERR
  66: 'config', // EX_NOINPUT
  67: [550, '5.1.1'], // EX_NOUSER
  68: [550, '5.1.2'], // EX_NOHOST
  69: later, // EX_UNAVAILABLE
  70: later, // EX_SOFTWARE
  71: later, // EX_OSERR
  72: 'config', // EX_OSFILE
  73: [452, '4.3.1'], // EX_CANTCREAT
  74: later, // EX_IOERR
  75: later, // EX_TEMPFAIL
  76: later, // EX_PROTOCOL
  77: 'auth', // EX_NOPERM
  78: 'config', // EX_CONFIG
  126: 'config', // not executable
  127: 'config', // not found
}

/** What a sendmail program's end means, or that there is none; undefined for errors of other transports. */
export function sendmailFailure({ message, code, syscall }: TransporterError): Failure | undefined {
  if (syscall?.startsWith('spawn') === true)
    return code === 'ENOENT' || code === 'EACCES' || code === 'ENOTDIR'
      ? { kind: 'unusable', reason: 'config', stage: 'connect', text: message }
      : { kind: 'lost', stage: 'connect', handedOver: false, text: message }
  if (/^Can not send mail\. Invalid envelope addresses/.test(message))
    return { kind: 'refused', stage: 'rcpt', code: 553, enhancedCode: '5.1.0', text: message }
  const exit = /^Sendmail .*exited with code (\d{1,3})$/.exec(message)?.[1]
  if (exit === undefined) return undefined
  const means = ofExit[Number(exit)] ?? later
  if (typeof means === 'string') return { kind: 'unusable', reason: means, stage: 'mail', text: message }
  return { kind: 'refused', stage: 'final', code: means[0], enhancedCode: means[1], text: message }
}
