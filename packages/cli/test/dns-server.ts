import { createServer, Packet } from 'dns2'

/** What a name has in the DNS; a name that is not there does not exist. */
interface Records {
  A?: string[]
  TXT?: string[]
  MX?: string[]
  PTR?: string[]
}
export type Zone = Readonly<Record<string, Records>>

/** A DNS server of a test's own, which knows one zone and nothing else. */
export interface DnsServer {
  /** As `--dns` takes it. */
  address: string
  close(): Promise<void>
}

const kinds = ['A', 'TXT', 'MX', 'PTR'] as const
type Kind = (typeof kinds)[number]
/** A TXT record is made of pieces of so many bytes. */
const piece = /.{1,255}/g

const dataOf: Readonly<Record<Kind, (text: string) => object>> = {
  A: (address) => ({ address }),
  TXT: (text) => ({ data: text.match(piece) ?? [''] }),
  MX: (exchange) => ({ exchange, priority: 10 }),
  PTR: (domain) => ({ domain }),
}

export async function dnsServer(zone: Zone): Promise<DnsServer> {
  const server = createServer({
    udp: true,
    handle(request, send) {
      const response = Packet.createResponseFromRequest(request)
      const [question] = request.questions
      const name = question?.name.toLowerCase() ?? ''
      const kind = kinds.find((one) => Packet.TYPE[one] === question?.type)
      const records = zone[name]
      if (records === undefined) response.header.rcode = Packet.RCODE.NXDOMAIN
      for (const text of (kind === undefined ? undefined : records?.[kind]) ?? []) {
        const more = dataOf[kind as Kind](text)
        response.answers.push({ name, type: question?.type, class: Packet.CLASS.IN, ttl: 1, ...more } as never)
      }
      send(response)
    },
  })
  const { udp } = await server.listen({ udp: { port: 0, address: '127.0.0.1' } })
  if (udp === undefined) throw new Error('expected a UDP port')
  return { address: `127.0.0.1:${udp.port}`, close: async () => void (await server.close()) }
}
