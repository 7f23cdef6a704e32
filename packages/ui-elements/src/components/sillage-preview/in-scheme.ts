/**
 * A mail as a device of one colour scheme shows it, whatever that of this page is: the queries of its styles are
 * answered here, because a frame asks the reader's own device.
 */
export function inScheme(html: string, dark: boolean): string {
  return html.replaceAll(/\(\s{0,9}prefers-color-scheme\s{0,9}:\s{0,9}(dark|light)\s{0,9}\)/gi, (_, scheme: string) =>
    (scheme.toLowerCase() === 'dark') === dark ? '(min-width:0)' : '(max-width:0)',
  )
}
