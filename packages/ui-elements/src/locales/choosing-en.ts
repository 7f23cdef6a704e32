import { mappingEn } from './mapping-en.ts'
import { writingEn } from './writing-en.ts'

/** Takes a count, or one already formatted. */
const s = (count: number | string) => (String(count) === '1' ? '' : 's')

/** The texts of the dialog in which recipients are chosen, beside those of the composer. */
export const choosingEn = {
  ...writingEn,
  mapping: mappingEn,
  chooser: {
    title: 'Choose recipients',
    done: 'Done',
    find: 'Directory and campaigns',
    list: 'A list of yours',
    chosen: 'Chosen',
    search: 'Name, email or company',
    company: 'Company',
    allCompanies: 'All companies',
    tag: 'Tag',
    allTags: 'All tags',
    did: 'Earlier campaigns',
    anything: 'Whatever they did before',
    dids: {
      planned: 'Recipients of',
      unplanned: 'Not recipients of',
      opened: 'Who opened',
      unopened: 'Who did not open',
      clicked: 'Who clicked in',
      unclicked: 'Who did not click in',
      onlyOpened: 'Who opened but did not click in',
      bounced: 'Whose mail came back of',
    },
    which: 'Campaign',
    choose: 'Choose a campaign…',
    last: (n: number) => (n === 1 ? 'The last campaign' : `The last ${n} campaigns`),
    link: 'Link',
    anyLink: 'Any link',
    add: (n: string, count: number) => (count === 1 ? 'Add this one' : `Add all ${n}`),
    addAll: 'Add all of them',
    isAdded: 'All of them are chosen, also those that join before it starts.',
    takeOut: 'Take them out',
    found: (n: string, count: number) => `${n} contact${s(count)}`,
    people: 'People',
    contact: 'Contact',
    pick: (name: string) => `Send to ${name}`,
    nobody: 'Nobody matches.',
    noContacts: 'The directory is empty. Give a list instead.',
    failed: 'The people could not be loaded',
    campaignsFailed: 'The campaigns could not be loaded',
    pasteLabel: 'One recipient per line: address, name, company',
    pasteTable: 'Or a table whose first line names its columns, such as email; first name; last name; company.',
    pasteHint: 'ada@example.com, Ada Lovelace, Analytical Engines',
    file: 'Or a file: CSV or text',
    drop: 'or drop it here',
    long: 'Pasted list',
    reading: 'Reading…',
    valid: (n: string, count: number) => `${n} address${count === 1 ? '' : 'es'}`,
    duplicates: (n: string, count: number) => `${n} duplicate${s(count)} left out`,
    first: (email: string, name: string, company: string) =>
      `First line: address ${email} · name ${name} · company ${company}`,
    cut: (lines: string) =>
      `Line${/^\d+$/.test(lines) ? '' : 's'} ${lines}: more than address, name and company; the rest is not taken. A first line that names the columns says what is what.`,
    needEmail: 'Say which column holds the addresses.',
    nothing: 'Nobody yet. Search, choose an earlier campaign, or give a list.',
    leaveOut: (tab: string) => `To leave somebody out, untick them under “${tab}”.`,
    removeIt: 'Remove',
    remove: (part: string) => `Remove ${part}`,
    replaced: (n: string, count: number) => `They take the place of the ${n} recipient${s(count)} the campaign has.`,
    keepOwn: 'Keep those it has',
    excepted: 'Unticked',
    back: 'Put back',
    putBack: (email: string) => `Put back ${email}`,
    more: (n: string) => `and ${n} more`,
  },
}

/** What a page has texts for in which recipients are chosen. */
export type ChoosingWords = typeof choosingEn
