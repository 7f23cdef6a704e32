/**
 * The HTML of a mail for an `<iframe sandbox="">`. Its links must not navigate the frame: a new window is something the
 * sandbox does not allow. Leading nowhere, they are no stops on the way by Tab past the mail.
 */
export function sealedPage(html: string): string {
  return `${html.replace(/<a(?=\s)/gi, '<a tabindex="-1"')}<base target="_blank">`
}
