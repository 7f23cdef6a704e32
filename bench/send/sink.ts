// A mail server that accepts everything and keeps nothing, in a process of its own, so that its work is not the
// sender's. Its argument is the round trip to it in ms: what came together is answered so much later.
import { type AddressInfo, createServer } from 'node:net'

const endOfBody = Buffer.from('\r\n.\r\n')
const roundTripMs = Number(process.argv[2] ?? 0)
let messages = 0
let bytes = 0

const server = createServer((socket) => {
  socket.setNoDelay(true)
  let rest: Buffer = Buffer.alloc(0)
  let inBody = false
  socket.write('220 sink ESMTP\r\n')
  socket.on('error', () => socket.destroy())
  socket.on('data', (piece: Buffer) => {
    let input = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    let reply = ''
    for (;;) {
      if (inBody) {
        const end = input.indexOf(endOfBody)
        if (end < 0) break
        messages += 1
        bytes += end
        inBody = false
        input = input.subarray(end + endOfBody.length)
        reply += '250 2.0.0 Queued\r\n'
        continue
      }
      const end = input.indexOf('\r\n')
      if (end < 0) break
      const verb = input.toString('latin1', 0, Math.min(end, 4)).toUpperCase()
      input = input.subarray(end + 2)
      if (verb === 'EHLO') reply += '250-sink\r\n250-PIPELINING\r\n250-SIZE 10000000\r\n250 8BITMIME\r\n'
      else if (verb === 'DATA') {
        inBody = true
        reply += '354 Go on\r\n'
      } else if (verb === 'QUIT') {
        socket.end(`${reply}221 Bye\r\n`)
        return
      } else reply += '250 OK\r\n'
    }
    rest = input
    if (reply === '') return
    if (roundTripMs === 0) socket.write(reply)
    else setTimeout(() => socket.write(reply), roundTripMs)
  })
})

server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('message', () => process.send?.({ messages, bytes }))
process.on('disconnect', () => process.exit())
