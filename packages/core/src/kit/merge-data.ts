interface Person {
  email: string
  name: string | null
  company: string | null
  data: Readonly<Record<string, unknown>>
}

/** The merge data of a message: the recipient's own fields, then those common to all, which win. */
export function mergeData({ email, name, company, data }: Person): Record<string, unknown> {
  return { ...data, email, name: name ?? '', company: company ?? '' }
}
