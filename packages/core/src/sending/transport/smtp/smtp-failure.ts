import type { NodemailerError } from 'nodemailer'
import type { TransportResult, TransportStage } from '../transport.ts'
import { tokenAway } from './oauth-tokens.ts'
import type { SmtpReply } from './smtp-replies.ts'

export type Failure = Exclude<TransportResult, { kind: 'accepted' }>

/** How far a connection had come when an error was met; finer stages come from the error itself. */
export type LoginProgress = 'connecting' | 'authenticating'

/**
 * What a TLS library says of certificates and protocols, as opposed to a line that broke: it will say the same
 * tomorrow.
 */
const tlsSettings = /^(CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO$)/
const tlsSettingsText = /certificate|altnames|ssl routines|wrong version number|self.signed|handshake failure/i

/** Turns what nodemailer reports of a connection into how far it came and what was answered. */
export function loginFailure(error: NodemailerError, progress: LoginProgress): Failure {
  const text = error.response ?? error.message
  const code = error.responseCode
  if (code !== undefined && code >= 400 && code < 600) return refusedBy({ code, text }, stageOfReply(error, progress))
  if (isTokenAway(error)) return { kind: 'lost', stage: 'auth', handedOver: false, text }
  if (error.code === 'EAUTH' || error.code === 'ENOAUTH' || error.code === 'EOAUTH2')
    return { kind: 'unusable', reason: 'auth', stage: 'auth', text }
  if (isTlsSetting(error)) return { kind: 'unusable', reason: 'config', stage: 'tls', text }
  return { kind: 'lost', stage: stageOfSilence(error, progress), handedOver: false, text }
}

/** What an answer that is no success says of a send. */
export const refusedBy = ({ code, text }: SmtpReply, stage: TransportStage): Failure => ({
  kind: 'refused',
  stage,
  code,
  enhancedCode: enhancedCodeOf(text),
  text,
})

/** The enhanced status code (RFC 2034) of a reply: the first one behind its reply code. */
export function enhancedCodeOf(reply: string): string | undefined {
  return /(?:^|\s)\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})(?=\s|$)/m.exec(reply)?.[1]
}

/**
 * No OAuth 2 token is available for now, of which nodemailer makes the same code as of refused credentials. Its own
 * requests say so by a code of their own, or where the answer is no JSON.
 */
export const isTokenAway = ({
  code,
  originalCode,
  name,
}: {
  code?: unknown
  originalCode?: unknown
  name: string
}): boolean => code === 'EAUTH' && (originalCode === tokenAway || originalCode === 'EFETCH' || name === 'SyntaxError')

function stageOfReply(error: NodemailerError, progress: LoginProgress): TransportStage {
  if (progress === 'authenticating') return 'auth'
  return error.code === 'ETLS' ? 'tls' : 'greeting'
}

function stageOfSilence(error: NodemailerError, progress: LoginProgress): TransportStage {
  if (progress === 'authenticating') return 'auth'
  if (error.code === 'ETLS' || error.timeoutType === 'UPGRADE_TIMEOUT') return 'tls'
  return error.timeoutType === 'GREETING_TIMEOUT' || error.code === 'ECONNECTION' || error.code === 'EPROTOCOL'
    ? 'greeting'
    : 'connect'
}

function isTlsSetting(error: NodemailerError): boolean {
  const codes = [error.originalCode, error.code]
  return (
    codes.some((code) => code !== undefined && tlsSettings.test(code)) ||
    (error.code === 'ETLS' && tlsSettingsText.test(error.message)) ||
    (error.code === 'ESOCKET' && tlsSettingsText.test(error.message))
  )
}
