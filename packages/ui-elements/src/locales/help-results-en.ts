import type { HelpText } from './help-en.ts'

/** What the figures of the results mean, for the person who reads them. */
export const helpResultsEn: readonly HelpText[] = [
  {
    title: 'Opens and clicks',
    text: [
      'An open is seen when the pictures of a mail are loaded, a click when a link is followed. People are counted once, however often they come back; “in all” counts each time.',
      'Whoever reads without pictures is not seen, and some mail programs load them although nobody reads. Compare campaigns with each other, and trust clicks more than opens.',
    ],
  },
  {
    title: 'Machines',
    text: [
      'Mail providers and security scanners look at mails too. What is known to be theirs is kept out of all figures; “Include machines” shows how much that is.',
    ],
  },
  {
    title: 'Right after delivery',
    text: [
      'Few people open a mail in the first seconds after it arrived. What comes so early is often a scanner that nothing else gives away, but it may be somebody who is quick, so it counts, and how many there are stands beside.',
      'Where there are many, whoever runs this app can leave them out of the figures, of earlier campaigns too: by the option “tracking.rules.earlyHits” with the value “leave-out”.',
    ],
  },
  {
    title: 'Programs and devices',
    text: [
      'Opens show the mail program, clicks the browser in which the link opened. That is why a browser may have many clicks and few opens.',
      'Some providers load the pictures in place of their readers, and hide the device. An iPad mostly says that it is a computer.',
    ],
  },
  {
    title: 'Rates and read time',
    text: [
      'A rate is of the mails that were sent and could be measured: people who did not agree to it lower no rate.',
      'Read time is known of few mail programs, so it stands with the number of readers it was measured on.',
    ],
  },
]
