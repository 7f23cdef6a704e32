// A sender process: takes campaigns from the queue and sends them. Any number, on any number of machines.
import { installation, readOrder, stopWhenAsked } from './installation.ts'

const GRACE_MS = 5_000
const order = readOrder()
const { sillage, queue } = installation(order, { smtpUrl: order.smtpUrl })
let sent = 0
sillage.on('message.sent', () => {
  sent += 1
})
await sillage.start({ send: false })
await queue.start(sillage)
stopWhenAsked(async () => {
  await queue.stop({ graceMs: GRACE_MS })
  await sillage.close()
  process.send?.({ sent })
})
process.send?.({ sent })
