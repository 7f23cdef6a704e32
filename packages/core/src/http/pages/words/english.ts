import type { RecipientPages } from '../../../domain/page-words.ts'

export const english: RecipientPages = {
  unknownLink: {
    title: 'This link leads nowhere',
    text: 'It is incomplete or was not made by us. Open the link in the mail again, or copy all of it.',
  },
  unavailable: {
    title: 'One moment, please',
    text: 'This link cannot be opened right now. Try again in a few seconds.',
  },
  gone: {
    title: 'This mail is no longer kept',
    text: 'It was deleted, and nothing about it is kept. You need not do anything.',
  },
  test: {
    title: 'This was a test',
    text: 'You came here from a test mail. In a real one, this page acts for its recipient.',
  },
  unsubscribe: {
    title: 'Unsubscribe',
    text: 'Do you want to stop receiving mails from {sender}? Nothing happens until you press the button.',
    topicText: 'Do you want to stop receiving “{topic}” from {sender}? Nothing happens until you press the button.',
    button: 'Unsubscribe',
    choices: 'Choose what you receive instead',
  },
  unsubscribed: {
    title: 'You are unsubscribed',
    text: 'You will not receive mails from {sender} any more. You can close this page.',
    topicText: 'You will not receive “{topic}” from {sender} any more. You can close this page.',
    undo: 'Receive them again',
    undoText: 'Was that a mistake? You can take it back within an hour.',
  },
  returned: {
    title: 'You receive them again',
    text: 'Mails from {sender} come to you as before. You can close this page.',
    topicText: '“{topic}” from {sender} comes to you as before. You can close this page.',
  },
  reasons: {
    label: 'Why are you leaving? You need not say.',
    none: 'I would rather not say',
    too_many: 'Too many mails',
    not_relevant: 'They are not about what interests me',
    not_signed_up: 'I never signed up for them',
    other: 'Another reason',
  },
  preferences: {
    title: 'Your choices',
    text: 'They hold for all mails that {sender} sends to your address.',
    receive: 'What you receive',
    mails: 'Mails from {sender}',
    left: 'You left this on {date}. To receive it again, write to {sender}.',
    held: 'This is not sent to your address at present.',
    reason: 'If you leave something: why? You need not say.',
    everything: 'Unsubscribe from everything',
    measured: 'What may be measured',
    measuredText: 'You go on receiving what you chose above, whatever you allow here.',
    opens: 'That I opened a mail',
    clicks: 'Which links I clicked',
    readTime: 'How long a mail was shown',
    button: 'Save my choices',
    saved: 'Your choices are saved.',
  },
}
