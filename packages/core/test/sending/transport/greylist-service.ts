import { createServer, type Socket } from 'node:net'

/** Answers Postfix's questions (`check_policy_service`): who is put off at first is welcome when they come again. */
export interface GreylistService {
  port: number
  close(): Promise<void>
}

export async function greylistService(isGrey: (recipient: string) => boolean): Promise<GreylistService> {
  const known = new Set<string>()
  const sockets = new Set<Socket>()

  function answer(question: string): string {
    const recipient = /^recipient=(.*)$/m.exec(question)?.[1] ?? ''
    if (!isGrey(recipient) || known.has(recipient)) return 'action=DUNNO\n\n'
    known.add(recipient)
    return 'action=450 4.2.0 Greylisted, come back later\n\n'
  }

  const server = createServer((socket) => {
    sockets.add(socket)
    let text = ''
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    // A question is lines of `name=value`; an empty one ends it.
    socket.setEncoding('utf8').on('data', (piece: string) => {
      const questions = (text + piece).split('\n\n')
      text = questions.pop() ?? ''
      for (const question of questions) socket.write(answer(question))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a TCP port')
  return {
    port: address.port,
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
