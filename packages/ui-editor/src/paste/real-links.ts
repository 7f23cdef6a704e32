/** What puts its own address around a link, and the name of the part that has the real one. */
const wrappers: readonly (readonly [RegExp, string])[] = [
  [/^https:\/\/[\w.-]+\.safelinks\.protection\.outlook\.com\//i, 'url'],
  [/^https:\/\/www\.google\.[a-z.]{2,6}\/url\?/i, 'q'],
]

/** Takes links out of the addresses that Outlook and Google put around them: readers would be sent through these. */
export function realLinks(body: HTMLElement): void {
  for (const link of body.querySelectorAll('a[href]')) {
    const href = link.getAttribute('href') ?? ''
    const part = wrappers.find(([start]) => start.test(href))?.[1]
    const real = part === undefined || !URL.canParse(href) ? null : new URL(href).searchParams.get(part)
    if (real !== null && /^(?:https?:\/\/|mailto:)/i.test(real)) link.setAttribute('href', real)
  }
}
