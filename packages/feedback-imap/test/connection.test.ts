import { systemClock } from '@sillage/core'
import { expect, it, onTestFinished } from 'vitest'
import { connect } from '../src/connection.ts'
import type { Watch } from '../src/watch.ts'
import { ImapServer } from './imap-server.ts'

it('a reset that comes when the connection is closed already finds somebody who listens', async () => {
  const server = new ImapServer()
  await server.listen()
  onTestFinished(() => server.close())
  const auth = { user: 'bounces', pass: 'secret' }
  const imap = () => ({ host: '127.0.0.1', port: server.port, secure: false, auth })
  const watch = { options: { imap, clock: systemClock }, closing: new AbortController().signal }
  const { client } = await connect(watch as unknown as Watch)
  const { socket } = client as unknown as { socket: NodeJS.EventEmitter }
  client.close()
  // Without a listener an error of an emitter is thrown, which here would end the process.
  expect(() => socket.emit('error', new Error('read ECONNRESET'))).not.toThrow()
})
