import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'

/** What a receiver finds of one signature. */
export interface Verdict {
  valid: boolean
  algorithm: string
  domain: string
  selector: string
  /** Names of the signed fields, lower case. */
  fields: string[]
}

const relax = (value: string) =>
  value
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/^ | $/g, '')

/**
 * Checks every signature of a mail as a receiver does (RFC 6376 section 6, RFC 8463; relaxed/relaxed), in their order.
 * `keys` are what is in the DNS, by `<selector>._domainkey.<domain>`.
 */
export function verifyDkim(signed: string, keys: Readonly<Record<string, KeyObject>>): Verdict[] {
  const end = signed.indexOf('\r\n\r\n')
  const lines = signed.slice(0, end).split(/\r\n(?![ \t])/)
  const nameOf = (line: string) => line.slice(0, line.indexOf(':')).toLowerCase()
  const contentOf = (line: string) => relax(line.slice(line.indexOf(':') + 1))
  const body = signed
    .slice(end + 4)
    .replace(/[ \t]+(?=\r\n)/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/(\r\n)*$/, '')
  const bodyHash = createHash('sha256')
    .update(body === '' ? '' : `${body}\r\n`, 'latin1')
    .digest('base64')

  return lines
    .filter((line) => nameOf(line) === 'dkim-signature')
    .map((line) => {
      const tags = new Map(
        contentOf(line)
          .split(';')
          .map((tag) => [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1).trim()]),
      )
      const tag = (name: string) => tags.get(name) ?? ''
      const names = tag('h')
        .toLowerCase()
        .split(':')
        .map((name) => name.trim())
      // A name that is there again takes the field above; one too many takes nothing.
      const left = [...lines]
      const chosen = names.flatMap((name) => {
        const at = left.findLastIndex((field) => nameOf(field) === name)
        return at < 0 ? [] : [`${name}:${contentOf(left.splice(at, 1)[0] ?? '')}\r\n`]
      })
      const own = `dkim-signature:${contentOf(line).replace(/(;\s*b=)[^;]*/, '$1')}`
      const data = Buffer.from(chosen.join('') + own, 'latin1')
      const key = keys[`${tag('s')}._domainkey.${tag('d')}`]
      const signature = Buffer.from(tag('b').replace(/\s/g, ''), 'base64')
      const right =
        key !== undefined &&
        tag('a') === `${key.asymmetricKeyType}-sha256` &&
        (key.asymmetricKeyType === 'ed25519'
          ? verify(null, createHash('sha256').update(data).digest(), key, signature)
          : verify('sha256', data, key, signature))
      return {
        valid: right && tag('bh') === bodyHash && tag('v') === '1' && tag('c') === 'relaxed/relaxed',
        algorithm: tag('a'),
        domain: tag('d'),
        selector: tag('s'),
        fields: names,
      }
    })
}

/** The mail of RFC 8463, appendix A.3, signed by both algorithms. */
export const mailOfRfc8463 = `DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=brisbane; t=1528637909; h=from : to :
 subject : date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
 Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=test; t=1528637909; h=from : to : subject :
 date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
 DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
 dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game.  Are you hungry yet?

Joe.
`.replaceAll('\n', '\r\n')

const spki = (base64: string) => createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' })
/** What precedes the 32 bytes of an Ed25519 key in its DER form (RFC 8410). */
const ed25519Prefix = Buffer.from('302a300506032b6570032100', 'hex')
/** The keys of appendix A.2. */
export const keysOfRfc8463 = {
  'brisbane._domainkey.football.example.com': spki(
    Buffer.concat([ed25519Prefix, Buffer.from('11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=', 'base64')]).toString(
      'base64',
    ),
  ),
  'test._domainkey.football.example.com': spki(
    'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB',
  ),
}
