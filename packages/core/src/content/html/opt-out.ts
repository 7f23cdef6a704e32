/** Our own way to leave one link alone; it is taken out of what is sent. */
export const optOutAttribute = 'data-no-track'

/** What other systems' templates use for the same. A value is asked for where theirs can also say the opposite. */
const vendorAttributes: Readonly<Record<string, string | undefined>> = {
  'data-pm-no-track': undefined,
  'ses:no-track': undefined,
  clicktracking: 'off',
  'data-msys-clicktrack': '0',
  'mc:disable-tracking': undefined,
  'mautic:disable-tracking': undefined,
  'data-mg-notrack': undefined,
}

/** Whether this attribute, its name in lower case, says that the link must not be tracked. */
export function optsOut(name: string, value: string): boolean {
  if (name === optOutAttribute) return true
  if (!Object.hasOwn(vendorAttributes, name)) return false
  const wanted = vendorAttributes[name]
  return wanted === undefined || value.trim().toLowerCase() === wanted
}
