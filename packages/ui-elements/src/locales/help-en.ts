/** How a mail is written, for the person who writes it: a title, and under it paragraphs and lists. */
export interface HelpText {
  title: string
  text: readonly string[]
}

export const helpEn: readonly HelpText[] = [
  {
    title: 'Begin',
    text: [
      'Choose a template and press “Change the words”: the mail stands there as it will look. Press a text or a picture to change it; the Tab key leads to the next. The template itself stays as it is.',
      'Or choose “Own message” and write. Type / at the beginning of an empty line for a picture, a button or columns.',
      'What you write is kept in this browser until you send or discard it.',
    ],
  },
  {
    title: 'Speak to each person',
    text: [
      'A field such as “Name” stands for what is known of each person. Put it in by the button with the braces, or type {{name}}.',
      'Not everybody has a value. Press a field, then the button that appears, to say what is read instead, such as “there” in “Hello there”.',
      'The preview shows the mail as one of your recipients gets it.',
    ],
  },
  {
    title: 'Links and buttons',
    text: [
      'Select words and press Ctrl+K, or the chain. An address that you type becomes a link by itself.',
      'Let the words say where the link leads: “See the programme” rather than “Click here”. One button with the most important thing is pressed more often than five.',
    ],
  },
  {
    title: 'Pictures',
    text: [
      'PNG, JPEG and GIF are shown everywhere. Large ones are made as small as the mail needs them.',
      'Say what each picture shows. Many people read mails without pictures, and some have them read aloud; a mail that is one large picture says nothing to them, and filters take it for advertising.',
    ],
  },
  {
    title: 'Subject and preview text',
    text: [
      'Lists of mails show the subject, and behind it the preview text. Begin both with what matters: on a telephone about forty letters are seen.',
    ],
  },
  {
    title: 'Before you send',
    text: [
      'Send a test to yourself, and read it on a telephone too.',
      'Follow each link once. Read what stands below the preview: what is missing or will not work is named there.',
      'Every mail has a link by which people unsubscribe. If you write HTML yourself, put {{unsubscribeUrl}} where it belongs.',
    ],
  },
]
