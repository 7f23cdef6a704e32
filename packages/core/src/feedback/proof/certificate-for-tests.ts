import { generateKeyPairSync, sign, X509Certificate } from 'node:crypto'

/** One element of DER. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts)
const utcTime = (ms: number): Buffer =>
  der(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`))
/** SHA-256 with RSA. */
const algorithm = sequence(der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05))

/** A certificate that vouches for itself, between two times in milliseconds, and its key. */
export function selfSigned(from: number, to: number) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const nobody = sequence()
  const content = sequence(
    der(0x02, Buffer.from([1])),
    algorithm,
    nobody,
    sequence(utcTime(from), utcTime(to)),
    nobody,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', content, privateKey)])
  const pem = new X509Certificate(sequence(content, algorithm, der(0x03, signature))).toString()
  return { pem, privateKey }
}
