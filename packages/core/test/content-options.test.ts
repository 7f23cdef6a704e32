import { compileCampaign } from '../src/index.ts'
import { refusals } from './refusals.ts'

const content = { subject: 'Hello', html: '<p>Hello</p>', from: { address: 'ada@example.org' } }

refusals(
  'the content of compileCampaign',
  (more: never) => compileCampaign({ ...content, ...(more as object) }),
  {
    subject: [undefined, 5],
    preheader: [5],
    html: [undefined, 5],
    engine: [5],
    text: [5],
    from: ['ada@example.org', { adress: 'ada@example.org' }, { address: 5 }],
    replyTo: ['ada@example.org', [{ name: 'Ada' }]],
    headers: ['X-A: a', { 'X-A': 5 }],
    attachments: [{}, [{ filename: 'a' }], [{ filename: 'a', contentType: 'a/b', cid: null, size: 1, encoded: 'a' }]],
    tracking: [true, { open: false }, { opens: 'no' }, { utm: { sources: 'a' } }, { utm: { term: 5 } }],
  },
  { prefix: 'content.' },
)
