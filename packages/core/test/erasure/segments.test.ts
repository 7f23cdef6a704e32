import { expect, it } from 'vitest'
import { systemClock } from '../../src/domain/clock.ts'
import { createSillage, memoryStore } from '../../src/index.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'

it('whoever was erased is in no segment of earlier campaigns, and no fault of a selection', async () => {
  const sillage = createSillage({
    store: memoryStore(),
    transport: recordingTransport({ clock: systemClock }),
    baseUrl: 'http://mail.example',
    from: 'news@example.com',
  })
  await sillage.migrate()
  const mail = { name: 'n', subject: 's', html: '<p>x</p>' }
  const recipients = [{ email: 'ada@example.org' }, { email: 'zoe@example.org' }]
  const { id } = await sillage.campaigns.create({ ...mail, recipients })
  await sillage.sendDue()
  await sillage.recipients.erase('zoe@example.org')
  const where = { planned: { campaignId: id } }
  expect(await sillage.campaigns.count({ where })).toEqual({ total: 1, suppressed: 0, companies: 0 })
  const next = await sillage.campaigns.create({ ...mail, recipients: { where }, start: false })
  expect([next.total, next.warnings.map(({ code }) => code)]).toEqual([1, ['base_url_not_https']])
  await sillage.close()
})
