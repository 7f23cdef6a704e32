import type { MailPage } from '../inbox/mailbox.ts'
import type { ReadMail } from '../inbox/read-mail.ts'

/** What a mail program can request from a delivered mail. */
export interface DeliveredMail {
  email: string
  /** Open pixels. */
  pixels: string[]
  /** Images that measure how long the mail is shown. */
  readImages: string[]
  /** Tracked links in the order of the HTML; `visible` is false for those only Outlook sees. */
  links: { url: string; visible: boolean }[]
}

/** Reads every mail of the inbox over HTTP and finds the tracking addresses in its HTML. */
export async function deliveredMails(demoUrl: string, trackUrl: string): Promise<DeliveredMail[]> {
  const mails: DeliveredMail[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const query = new URLSearchParams({ limit: '200', ...(cursor === '' ? {} : { cursor }) })
    const page: MailPage = await json<MailPage>(`${demoUrl}/inbox/api/messages?${query}`)
    for (const { id } of page.items)
      mails.push(inMail(await json<ReadMail>(`${demoUrl}/inbox/api/messages/${id}`), trackUrl))
    cursor = page.next
  }
  return mails.reverse()
}

/** `trackUrl` is where tracking addresses begin, such as `http://localhost:4100/sillage/track`. */
export function inMail({ to, html }: Pick<ReadMail, 'to' | 'html'>, trackUrl: string): DeliveredMail {
  const text = html ?? ''
  const comments = [...text.matchAll(/<!--\[if mso\]>.*?<!\[endif\]-->/gs)].map(({ index, 0: { length } }) => [
    index,
    index + length,
  ])
  const hidden = (at: number) => comments.some(([start = 0, end = 0]) => start <= at && at < end)
  const values = (attribute: 'href' | 'src', kind: string) =>
    [...text.matchAll(new RegExp(`\\b${attribute}="([^"]*)"`, 'g'))]
      .map(({ 1: value = '', index }) => ({ url: value.replaceAll('&amp;', '&'), visible: !hidden(index) }))
      .filter(({ url }) => url.startsWith(`${trackUrl}/${kind}/`))
  return {
    email: /<([^>]+)>/.exec(to)?.[1] ?? to,
    pixels: values('src', 'pixel').map(({ url }) => url),
    readImages: values('src', 'read').map(({ url }) => url),
    links: values('href', 'click'),
  }
}

async function json<T>(url: string): Promise<T> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${new URL(url).pathname}: ${response.status}`)
  return (await response.json()) as T
}
