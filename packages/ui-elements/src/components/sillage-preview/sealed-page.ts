/**
 * The HTML of a mail for an `<iframe sandbox="">`. Its links must not navigate the frame: a new window is something the
 * sandbox does not allow.
 */
export function sealedPage(html: string): string {
  return `${html}<base target="_blank">`
}
