import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { postmarkFeedback, rawMail, resendFeedback } from '../../../feedback/index.ts'
import type { SillageOptions } from '../../../options.ts'
import type { AdapterCase, AdapterContext, MountedSillage } from '../adapter-case.ts'
import { sendOne } from './fixtures.ts'

const group = 'feedback'
const key = 'a-key-of-these-cases-only'
const webhookSecret = Buffer.from('a secret of these cases').toString('base64')
const options: SillageOptions['feedback'] = {
  keys: [key],
  sources: { postmark: postmarkFeedback(), mails: rawMail(), resend: resendFeedback({ secret: webhookSecret }) },
}

/** A mail that was sent, the token that names it, and what came of it. */
async function sent(start: AdapterContext['start']) {
  const mounted = await start(undefined, { feedback: options })
  const { id } = await sendOne(mounted)
  const token = /^X-Sillage-Message: (\S+)/im.exec(mounted.mails()[0] ?? '')?.[1] ?? ''
  const { sillage } = mounted
  const outcome = async () => [
    (await sillage.messages.list({ campaignId: id })).items[0]?.status,
    (await sillage.recipients.get('ada@example.org')).mailable,
  ]
  return { mounted, token, outcome }
}

const post = (mounted: MountedSillage, source: string, body: unknown, headers: Record<string, string> = {}) =>
  mounted.request('feedback', { method: 'POST', params: { source, key }, body, headers })

export const feedbackCases: readonly AdapterCase[] = [
  {
    group,
    name: 'a provider’s webhook acts once, and is answered 200 each time',
    async run({ start }) {
      const { mounted, token, outcome } = await sent(start)
      const bounce = {
        RecordType: 'Bounce',
        Type: 'HardBounce',
        Metadata: { sillage: token },
        Email: 'ada@example.org',
      }
      for (let time = 0; time < 3; time++) {
        const { status, text } = await post(mounted, 'postmark', bounce)
        assert.deepEqual([status, text], [200, '{}'])
        assert.deepEqual(await outcome(), ['bounced', false])
      }
      assert.equal((await post(mounted, 'postmark', { RecordType: 'Bounce' })).status, 200, 'about no mail')
      const [line] = (await mounted.sillage.suppressions.list()).items
      await mounted.sillage.suppressions.delete(line?.id ?? '')
      await post(mounted, 'postmark', bounce)
      assert.deepEqual(await outcome(), ['bounced', true], 'what a person lifted stays lifted')
    },
  },
  {
    group,
    name: 'another source or key is not there; GET and HEAD of the right one say that it is',
    async run({ start }) {
      const { mounted } = await sent(start)
      for (const method of ['GET', 'HEAD', 'POST']) {
        const route = method === 'POST' ? 'feedback' : 'checkFeedback'
        for (const params of [
          { source: 'other', key },
          { source: 'postmark', key: `${key}x` },
        ])
          assert.equal((await mounted.request(route, { method, params })).status, 404, method)
      }
      for (const method of ['GET', 'HEAD']) {
        const { status, text } = await mounted.request('checkFeedback', { method, params: { source: 'postmark', key } })
        assert.deepEqual([status, text], [200, ''])
      }
    },
  },
  {
    group,
    name: 'a whole mail is taken as it is, its bytes too',
    async run({ start }) {
      const { mounted, token, outcome } = await sent(start)
      const report = [
        ...['From: MAILER-DAEMON@mx.example', 'Content-Type: multipart/report; boundary=b', '', '--b'],
        ...['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx', ''],
        ...['Final-Recipient: rfc822; ada@example.org', 'Action: failed', 'Status: 5.1.1'],
        ...['Diagnostic-Code: smtp; 550 5.1.1 bo\u00eete ferm\u00e9e', '', '--b'],
        ...['Content-Type: text/rfc822-headers', '', `X-Sillage-Message: ${token}`, '', '--b--'],
      ]
      const raw = Buffer.from(report.join('\r\n'), 'latin1')
      const { status } = await post(mounted, 'mails', raw, { 'content-type': 'message/rfc822' })
      assert.equal(status, 200)
      assert.deepEqual(await outcome(), ['bounced', false])
    },
  },
  {
    group,
    name: 'a source that signs the bytes is given them',
    ownBody: true,
    async run({ start }) {
      const { mounted, token, outcome } = await sent(start)
      const data = {
        bounce: { type: 'Permanent', subType: 'General' },
        headers: [{ name: 'X-Sillage-Message', value: token }],
      }
      const body = `{ "type": "email.bounced",   "data": ${JSON.stringify(data)} }`
      const at = String(Math.floor(Date.now() / 1000))
      const signature = createHmac('sha256', Buffer.from(webhookSecret, 'base64'))
        .update(`id.${at}.${body}`)
        .digest('base64')
      const headers = { 'content-type': 'application/json', 'svix-id': 'id', 'svix-timestamp': at }
      const signed = { ...headers, 'svix-signature': `v1,${signature}` }
      assert.equal((await post(mounted, 'resend', body, headers)).status, 401)
      assert.equal((await post(mounted, 'resend', `${body} `, signed)).status, 401)
      assert.deepEqual(await outcome(), ['sent', true])
      assert.equal((await post(mounted, 'resend', body, signed)).status, 200)
      assert.deepEqual(await outcome(), ['bounced', false])
    },
  },
]
