import assert from 'node:assert/strict'
import type { AdapterCase } from '../adapter-case.ts'
import { expectError } from './fixtures.ts'

const group = 'attachments'
const octets = { 'content-type': 'application/octet-stream' }
const content = { subject: 's', html: '<img src="cid:logo">' }

export const attachmentCases: readonly AdapterCase[] = [
  {
    group,
    name: 'a file is uploaded as bytes, and named in a campaign',
    async run({ start }) {
      const { request } = await start()
      const upload = (body: string, query: Record<string, string>) =>
        request('createAttachment', { method: 'POST', body, headers: octets, query })
      const made = await upload('%PDF-1.7', { filename: 'Каталог & 100% 😀.pdf' })
      assert.equal(made.status, 201, made.text)
      const { id, ...told } = made.json()
      assert.deepEqual(told, { filename: 'Каталог & 100% 😀.pdf', contentType: 'application/pdf', size: 8 })
      const attachments = [
        { filename: 'a.pdf', attachment: id },
        { filename: 'logo.png', cid: 'logo', base64: 'iVBORw0KGgo=' },
      ]
      const body = { ...content, name: 'n', attachments, start: false }
      const campaign = await request('createCampaign', { method: 'POST', body })
      assert.equal(campaign.status, 201, campaign.text)
      const files = campaign.json().attachments as unknown as { size: number; cid: string | null }[]
      assert.deepEqual(
        files.map(({ size, cid }) => [size, cid]),
        [
          [8, null],
          [8, 'logo'],
        ],
      )
      const params = { id: String(campaign.json().id) }
      const kept = await request('updateCampaign', { method: 'PATCH', params, body: { attachments: files } })
      assert.deepEqual(kept.json().attachments, files)
      const preview = await request('previewContent', { method: 'POST', body: { ...content, attachments } })
      assert.match(String(preview.json().html), /src="data:image\/png;base64,iVBORw0KGgo="/)

      expectError(await upload('x', {}), 400, 'invalid_field', 'filename')
      expectError(await upload('x', { filename: 'a/b' }), 400, 'invalid_field', 'filename')
      const wrong = { ...content, attachments: [{ filename: 'a.pdf', attachment: '999999' }] }
      const refused = await request('previewContent', { method: 'POST', body: wrong })
      expectError(refused, 400, 'invalid_field', 'attachments[0].attachment')
      const json = await request('createAttachment', { method: 'POST', body: { a: 1 }, query: { filename: 'a' } })
      expectError(json, 415, 'unsupported_media_type')
    },
  },
  {
    group,
    name: 'JSON holds as many bytes of files as a mail may, and no more is uploaded',
    async run({ start }) {
      const { request } = await start()
      const base64 = Buffer.alloc(9_000_000, 1).toString('base64')
      const body = { ...content, attachments: [{ filename: 'large.bin', base64 }] }
      const preview = await request('previewContent', { method: 'POST', body })
      assert.equal(preview.status, 200, preview.text.slice(0, 500))
      const [file] = preview.json().attachments as unknown as { size: number }[]
      assert.equal(file?.size, 9_000_000)
      const over = {
        ...content,
        attachments: [...body.attachments, { filename: 'b', base64: base64.slice(0, 2_000_000) }],
      }
      const refused = await request('previewContent', { method: 'POST', body: over })
      expectError(refused, 400, 'attachments_too_large', 'attachments')
    },
  },
]
