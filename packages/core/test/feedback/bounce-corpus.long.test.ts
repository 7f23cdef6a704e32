import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { debianPackage } from '../../../../scripts/debian-package.ts'
import { parseBounce } from '../../src/feedback/reports/parse-bounce.ts'
import { readMail } from '../../src/feedback/reports/read-mail.ts'
import { bounceToken, open } from '../../src/feedback/reports/reports-for-tests.ts'

interface Sample {
  name: string
  raw: Buffer
  /** The addresses it is about; none where it is no report, or names none. */
  addresses: string[]
  /** Said to be of the moment. */
  isTemporary: boolean
}

/** `('module', 'file.txt', ['ada@example.org'], True),` as the corpus lists its mails; the last one may be missing. */
const listed = /\(\s*'[\w]+',\s*'([\w.]+)',\s*\[([^\]]*)\]\s*(?:,\s*(True|False))?\s*\)/g

/** Mails that came back to mailing lists from 1999 to 2020, from a package of Debian: nobody here wrote one of them. */
function samplesIn(folder: string): Sample[] {
  const [list = ''] = globSync(join(folder, '**/flufl/bounce/testing/helpers.py'))
  return Array.from(readFileSync(list, 'utf8').matchAll(listed), ([, name = '', addresses = '', temporary]) => ({
    name,
    raw: readFileSync(globSync(join(folder, '**/flufl/bounce/tests/data', name))[0] ?? ''),
    addresses: Array.from(addresses.matchAll(/'([^']+)'/g), ([, address = '']) => address.toLowerCase()),
    isTemporary: temporary === 'True',
  }))
}

/** What these mails say of the cause, read by a person. */
const full =
  /^(?:bounce_01|dsn_0[14]|hotpop_01|newmailru_01|postfix_04|qmail_0[267]|simple_0[179]|simple_14|simple_38|yahoo_0[24])\b/
const dead =
  /^(?:bounce_02|dsn_1[0-46]|dsn_18|exim_01|groupwise_0[12]|microsoft_0[124]|postfix_0[12]|qmail_0[345]|simple_0[4568]|simple_1[12359]|simple_2[35-79]|simple_3[03469]|simple_4[13]|smtp32_0[467]|yahoo_0[35-9]|yahoo_1[013]|yale_01|llnl_01)\b/

describe('mails of others that came back', () => {
  let remove: (() => Promise<void>) | undefined
  let samples: Sample[] = []
  beforeAll(async () => {
    const unpacked = await debianPackage('python3-flufl.bounce')
    remove = unpacked.remove
    samples = samplesIn(unpacked.unpacked)
  }, 120_000)
  afterAll(() => remove?.())

  const shareOf = (some: Sample[], fits: (sample: Sample) => boolean): number => {
    const failing = some.filter((sample) => !fits(sample)).map(({ name }) => name)
    console.info(`${some.length - failing.length} of ${some.length}; not: ${failing.join(', ')}`)
    return 1 - failing.length / some.length
  }
  /** As it comes in at the bounce address of a message. */
  const read = ({ raw }: Sample) =>
    readMail(Buffer.concat([Buffer.from(`Delivered-To: bounces+${bounceToken}@example.com\r\n`), raw]), open)
  const suppressesNow = (sample: Sample): boolean => {
    const event = read(sample)
    return event?.type === 'bounce' && event.bounce.suppress === 'now'
  }
  const kindOf = (sample: Sample): string | undefined => {
    const event = read(sample)
    return event?.type === 'bounce' ? event.bounce.error.kind : undefined
  }

  it('are found by our mark', () => {
    const about = samples.filter(({ addresses }) => addresses.length > 0)
    expect(about.length).toBeGreaterThan(100)
    expect(shareOf(about, (sample) => ['bounce', 'deferred'].includes(read(sample)?.type ?? ''))).toBeGreaterThan(0.97)
  })

  it('name their recipient without it', () => {
    const about = samples.filter(({ addresses }) => addresses.length > 0)
    const names = ({ raw, addresses }: Sample) =>
      addresses.includes(parseBounce(raw)?.recipient?.toLowerCase() ?? 'none')
    expect(shareOf(about, names)).toBeGreaterThan(0.9)
  })

  it('suppress dead addresses, and no others', () => {
    expect(
      shareOf(
        samples.filter(({ name }) => dead.test(name)),
        suppressesNow,
      ),
    ).toBeGreaterThan(0.92)
    const others = samples.filter(({ name, isTemporary }) => full.test(name) || isTemporary || !dead.test(name))
    expect(others.filter(suppressesNow).map(({ name }) => name)).toEqual([])
  })

  it('tell a full mailbox from a dead one', () => {
    expect(
      shareOf(
        samples.filter(({ name }) => full.test(name)),
        (sample) => kindOf(sample) === 'mailbox',
      ),
    ).toBe(1)
    expect(
      shareOf(
        samples.filter(({ name }) => dead.test(name)),
        (sample) => kindOf(sample) === 'address',
      ),
    ).toBeGreaterThan(0.98)
  })
})
