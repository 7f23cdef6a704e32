import type { Device } from '@sillage/core/browser'
import { readingEn } from './reading-en.ts'

const s = (count: number) => (count === 1 ? '' : 's')

/** The texts of what results show after their figures, and of the results of a stream. */
export const resultsEn = {
  ...readingEn,
  programs: {
    title: 'Programs and devices',
    program: 'Program',
    device: 'Device',
    machines: 'Machines',
    all: (n: string) => `Show all ${n} programs`,
    fewer: 'Show fewer',
    none: 'Only machines so far.',
    failed: 'The programs could not be loaded',
    devices: {
      phone: 'Phone',
      tablet: 'Tablet',
      computer: 'Computer',
      unknown: 'Not known',
    } satisfies Record<Device, string>,
    /** What a program is called that has no name of its own; `Mail program` stands for several of them. */
    names: {
      other: 'Another program',
      robot: 'Another machine',
      unknown: 'Not known',
      'Mail program': 'Another mail program',
    },
  },
  stream: {
    period: 'Period',
    periods: { day: '24 hours', week: '7 days', month: '30 days', quarter: '90 days', all: 'All', own: 'From … to …' },
    from: 'From',
    until: 'To',
    backwards: 'The first day lies after the last one.',
    paused: 'Paused: its mails wait until it is resumed.',
    none: 'No mail of this kind yet. The figures appear here with the first one.',
    title: 'Mails',
    titleHint: 'Of all times, the newest first',
    ref: 'Reference',
    clicked: 'Got and clicked',
    all: 'Show all mails',
    empty: 'No mails yet.',
    failed: 'The mails could not be loaded',
    count: (n: string, count: number) => `${n} mail${s(count)}`,
    countMore: (n: string) => `${n}+ mails`,
  },
}

/** What has texts for the parts of results that are loaded after the figures. */
export type ResultsWords = typeof resultsEn
