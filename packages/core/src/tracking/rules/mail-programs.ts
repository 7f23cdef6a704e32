/**
 * Programs in which people read mails, and the names they are shown by, the most specific first. They stand before
 * `isbot`, because many of their lines hold no browser's name, or a word that it takes for a robot's.
 * Names are those of the fixtures of matomo-org/device-detector (`pim.yml`) and of ua-parser/uap-core, where no other
 * source stands.
 */
export const mailPrograms: readonly (readonly [RegExp, string])[] = [
  // `OneOutlook` is the new Outlook for Windows: a person's program, which opens mails and links itself.
  [/OneOutlook|MacOutlook|Outlook-(?:iOS|Android|Express)|Microsoft Outlook|ms-office|MSOffice|^Outlook\//i, 'Outlook'],
  // Office shows the mails of Outlook. What it asks of a link before a browser opens it is not the person's click.
  [/Microsoft Office(?! (?:Existence|Protocol) Discovery)/i, 'Microsoft Office'],
  [/Thunderbird|Icedove|Betterbird/i, 'Thunderbird'],
  [/eM ?Client/i, 'eM Client'],
  [/Windows ?(?:Live ?)?Mail/i, 'Windows Mail'],
  [/Yahoo(?:Mobile| |%20)?Mail|jp\.co\.yahoo\.ymail/i, 'Yahoo Mail'],
  [/NaverMailApp/i, 'NAVER Mail'],
  [/Airmail/i, 'Airmail'],
  [/Mailbird/i, 'Mailbird'],
  [/Mailspring/i, 'Mailspring'],
  [/BlueMail/i, 'BlueMail'],
  [/Foxmail/i, 'Foxmail'],
  [/MailMaster/i, 'Mail Master'],
  [/Postbox/, 'Postbox'],
  [/The Bat!/, 'The Bat!'],
  [/(?:Lotus|HCL)[- ]Notes/i, 'Lotus Notes'],
  [/\bkmail2?\b/i, 'KMail'],
  [/^Evolution\//, 'Evolution'],
  [/^Barca(?:Pro)?\//, 'Barca'],
  [/^MailBar\//, 'MailBar'],
  [/Spicebird/, 'Spicebird'],
  [/Superhuman/i, 'Superhuman'],
  [/^(?:Mobile)?Mail\/[\d.]+ CFNetwork\//, 'Apple Mail'],
  // Called so by their makers; no line of theirs is published.
  [
    /K-9 ?Mail|FairEmail|AquaMail|Samsung ?Email|DaumMail|Claws ?Mail|Sylpheed|Kontact|Zimbra|Mimestream|Proton ?Mail\//i,
    'Mail program',
  ],
]

/** True for programs that people read mails in. */
export const isMailProgram = (userAgent: string): boolean => mailPrograms.some(([pattern]) => pattern.test(userAgent))
