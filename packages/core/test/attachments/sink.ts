// A mail server that accepts everything and keeps nothing, in a process of its own, so that its memory is not the
// sender's. Any message is answered by how many mails and bytes came.
import { type AddressInfo, createServer } from 'node:net'

const endOfBody = '\r\n.\r\n'
let [messages, bytes] = [0, 0]

const server = createServer((socket) => {
  let rest = ''
  let inBody = false
  socket.write('220 sink ESMTP\r\n')
  socket.on('error', () => socket.destroy())
  socket.on('data', (piece: Buffer) => {
    let input = rest + piece.toString('latin1')
    bytes += piece.length
    for (;;) {
      const end = input.indexOf(inBody ? endOfBody : '\r\n')
      if (end < 0) break
      const line = input.slice(0, 4).toUpperCase()
      input = input.slice(end + (inBody ? endOfBody.length : 2))
      if (inBody) {
        messages += 1
        inBody = false
        socket.write('250 2.0.0 Queued\r\n')
      } else if (line === 'EHLO') socket.write('250-sink\r\n250 PIPELINING\r\n')
      else if (line === 'DATA') {
        inBody = true
        socket.write('354 Go on\r\n')
      } else if (line === 'QUIT') socket.end('221 Bye\r\n')
      else socket.write('250 OK\r\n')
    }
    // Of a body only what may be the beginning of its end.
    rest = inBody ? input.slice(-endOfBody.length + 1) : input
  })
})

server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('message', () => process.send?.({ messages, bytes }))
process.on('disconnect', () => process.exit())
