import assert from 'node:assert/strict'
import { neutralPaths, originalPaths, type TrackingPaths } from '../../../domain/tracking-paths.ts'
import type { AdapterCase } from '../adapter-case.ts'
import { type RawAnswer, rawRequest } from '../raw-request.ts'
import { person, sendOne } from './fixtures.ts'

const group = 'paths in mails'
const sets = Object.entries({ original: originalPaths, neutral: neutralPaths })
const destination = 'https://shop.example/a?x=1&y=2#top'
const oneClick = 'List-Unsubscribe=One-Click'
const form = { ...person, 'content-type': 'application/x-www-form-urlencoded' }

const isImage = ({ status, headers }: RawAnswer) => status === 200 && headers['content-type'] === 'image/gif'
const isPage = ({ status, headers }: RawAnswer) =>
  status === 200 && String(headers['content-type']).startsWith('text/html')

/** Each way in which a mail's URL is used; the last one ends what can be measured. */
const uses: readonly (readonly [keyof TrackingPaths, keyof TrackingPaths, string | undefined, typeof isImage])[] = [
  ['pixel', 'pixel', undefined, isImage],
  ['read', 'pixel', undefined, isImage],
  ['click', 'click', undefined, ({ status, headers }) => status === 302 && headers.location === destination],
  ['view', 'view', undefined, isPage],
  ['preferences', 'preferences', undefined, isPage],
  ['preferences', 'preferences', 'opens=on&clicks=on', isPage],
  ['unsubscribe', 'unsubscribe', undefined, isPage],
  ['unsubscribe', 'unsubscribe', oneClick, isPage],
]

/** The tokens of a mail by the paths that it has. */
function tokensAt(mail: string, paths: TrackingPaths): (route: keyof TrackingPaths) => string {
  const source = mail.replace(/=\r\n/g, '')
  return (route) => {
    const start = `http://mail.example/s${paths[route].slice(0, -':token'.length)}`
    const at = source.indexOf(start)
    assert.notEqual(at, -1, `the mail has no ${start}`)
    return source.slice(at + start.length, at + start.length + 26)
  }
}

export const mailPathCases: readonly AdapterCase[] = [
  {
    group,
    name: 'mails with original and with neutral paths are answered at both, whatever the option and the names are',
    async run({ start }) {
      for (const [sentWith, paths] of sets)
        for (const [askedAt, asked] of sets) {
          const mounted = await start(undefined, { tracking: { paths } })
          const { id } = await sendOne(mounted)
          const mail = mounted.mails()[0] ?? ''
          const tokenOf = tokensAt(mail, paths)
          const header = /^List-Unsubscribe: <([^>]*)>/im.exec(mail.replace(/\r\n[ \t]/g, ''))?.[1]
          assert.equal(header, `http://mail.example/s${paths.unsubscribe.replace(':token', tokenOf('unsubscribe'))}`)
          for (const [route, token, body, expect] of uses) {
            const path = asked[route].replace(':token', tokenOf(token))
            const given = body === undefined ? { headers: person } : { headers: lengthOf(body), body }
            const answer = await rawRequest(mounted.url, body === undefined ? 'GET' : 'POST', path, given)
            assert.ok(expect(answer), `${route} of a mail with ${sentWith} paths at ${askedAt} ones: ${answer.status}`)
          }
          const { opens, clicks, unsubscribes } = await mounted.sillage.campaigns.stats(id)
          assert.deepEqual([opens.unique, clicks.unique, unsubscribes], [1, 1, 1], `${sentWith}, ${askedAt}`)
        }
    },
  },
  {
    group,
    name: 'what follows a token, half a percent sequence included, is left aside at neutral paths too',
    async run({ start }) {
      const mounted = await start(undefined, { tracking: { paths: neutralPaths } })
      await sendOne(mounted)
      const tokenOf = tokensAt(mounted.mails()[0] ?? '', neutralPaths)
      for (const rest of ['/', '/more', '%', '%22', '</a>', '?utm=1']) {
        const path = neutralPaths.click.replace(':token', tokenOf('click')) + rest
        const answer = await rawRequest(mounted.url, 'GET', path, { headers: person })
        assert.deepEqual([answer.status, answer.headers.location], [302, destination], rest)
      }
    },
  },
]

const lengthOf = (body: string) => ({ ...form, 'content-length': String(body.length) })
