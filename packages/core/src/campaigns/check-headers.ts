import { SillageError } from '../domain/errors.ts'
import { isActedOn } from '../domain/input/reserved-headers.ts'
import type { CampaignContext } from './context.ts'

/**
 * Checks what no schema knows of the headers of an input: that the installation allows those that a mail service acts
 * on. Only what is given now: headers stored before may stay as they are. Throws `invalid_field`.
 */
export function checkHeaders(
  { allowedHeaders }: Pick<CampaignContext, 'allowedHeaders'>,
  headers: Readonly<Record<string, string>> | null | undefined,
): void {
  const issues = Object.keys(headers ?? {})
    .filter((name) => isActedOn(name) && !allowedHeaders.has(name.toLowerCase()))
    .map((name) => ({
      field: `headers.${name}`,
      message:
        'expected no header that a mail service or program acts on; the option sending.allowHeaders of createSillage allows one',
    }))
  const [first] = issues
  if (first === undefined) return
  throw new SillageError('invalid_field', `${first.field}: ${first.message}`, {
    field: first.field,
    details: { issues },
  })
}
