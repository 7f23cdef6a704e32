/** The list of tags that records of DKIM and DMARC are made of (RFC 6376 section 3.2), by their names in lower case. */
export function tagsOf(record: string): ReadonlyMap<string, string> {
  const tags = record.split(';').map((part) => {
    const [name = '', ...value] = part.split('=')
    return [name.trim().toLowerCase(), value.join('=').trim()] as const
  })
  return new Map(tags.filter(([name]) => name !== ''))
}
