import { checkFacts } from '../content/checks/check-facts.ts'
import { fieldNames, fieldWarnings, placesIn } from '../content/warnings.ts'
import { SillageError } from '../domain/errors.ts'
import type { CheckInput, ContentCheck } from '../domain/finding.ts'
import { parseId } from '../domain/ids.ts'
import { checkInput } from '../domain/input/campaigns.ts'
import { byTurns } from '../kit/by-turns.ts'
import { isBlank } from '../kit/is-blank.ts'
import { domainOf } from '../recipients/address.ts'
import { readMailbox } from '../recipients/read-mailbox.ts'
import { isRecipientIterable } from '../recipients/select.ts'
import { defaultTransport } from '../sending/transport/named-transports.ts'
import type { Transport } from '../sending/transport/transport.ts'
import { requireStream } from '../store/find-stream.ts'
import { foundCampaign } from '../store/require-campaign.ts'
import { checkAllButPeople } from './check-all-but-people.ts'
import { tryContent } from './check-content.ts'
import { checkHeaders } from './check-headers.ts'
import { mailToCheck } from './check-mail.ts'
import { lackingFields, MOST_PEOPLE, peopleOf, plannedPeople } from './check-people.ts'
import { type CheckSample, factsOf } from './check-sample.ts'
import type { CampaignContext } from './context.ts'
import { createFindings, type Findings } from './findings.ts'
import { contactData } from './preview.ts'

/** What a check needs besides the content. */
export interface Checking extends CheckSample {
  transports: ReadonlyMap<string, Pick<Transport, 'aligned'>>
}

/**
 * Looks for what is wrong with content, or could be better, and for what its recipients lack; stores and sends nothing.
 * Wrong content is an answer; thrown is what is wrong with the request, as a template or contact that there is not.
 */
export async function checkCampaign(
  context: CampaignContext,
  checking: Checking,
  input: CheckInput,
): Promise<ContentCheck> {
  const checked = checkAllButPeople(checkInput, input)
  checkHeaders(context, checked.headers)
  const { campaignId, stream, recipients } = checked
  if (stream !== undefined && (campaignId !== undefined || recipients !== undefined))
    throw new SillageError('invalid_field', 'stream: expected no campaignId and no recipients beside a stream.', {
      field: 'stream',
    })
  if (recipients !== undefined && (campaignId !== undefined || isRecipientIterable(recipients)))
    throw new SillageError(
      'invalid_field',
      'recipients: expected a selection of contacts, or in its place the campaignId of a campaign.',
      { field: 'recipients' },
    )
  const campaign =
    campaignId === undefined
      ? undefined
      : foundCampaign(await context.store.campaigns.get(parseId(campaignId), context.owner))
  const base = stream === undefined ? campaign : await requireStream(context, stream)
  const { mail, missing } = await mailToCheck(context, checked, base)
  const findings = createFindings(
    placesIn({ ...mail, preheader: mail.preheader ?? undefined, text: mail.text ?? undefined }),
  )
  for (const error of missing) findings.error(error)
  const given = checked.data ?? (await contactData(context, checked.contactId))
  const tried = isBlank(mail.html) && isBlank(mail.text) ? { errors: [] } : await tryContent(context, mail)
  if ('errors' in tried) {
    for (const error of tried.errors) findings.error(error)
    return { findings: findings.list(), checked: null }
  }

  const { compiled, from, warnings } = tried.prepared
  checkSigner(findings, checking.transports.get(base?.options.transport ?? defaultTransport), from)
  const { facts, error } = await factsOf(context, checking, { ...tried.prepared, mail, data: given })
  if (error !== undefined) findings.error(error)
  // Where a mail was made it was measured, which says more than an estimate from the source.
  const isMeasured = facts.sentHtml !== undefined
  for (const warning of warnings) if (warning.code !== 'html_clipped' || !isMeasured) findings.warning(warning)
  for (const found of await byTurns(checkFacts(facts))) findings.found(found)
  if (given !== undefined) for (const warning of fieldWarnings(compiled, fieldNames(given))) findings.warning(warning)
  if (campaign === undefined && recipients === undefined) return { findings: findings.list(), checked: null }

  const people = campaign === undefined ? peopleOf(context, recipients ?? {}) : plannedPeople(context, campaign.id)
  const { of, unknown, missing: gaps } = await lackingFields(people, compiled)
  for (const warning of unknown) findings.warning(warning)
  for (const gap of gaps) findings.found(gap, compiled.fieldPlace(gap.subject ?? ''))
  return { findings: findings.list(), checked: { of, atMost: MOST_PEOPLE } }
}

/** DMARC (RFC 7489, 3.1.1) counts a signature of the domain in From, or of its organisation. */
function checkSigner(findings: Findings, transport: Pick<Transport, 'aligned'> | undefined, from: string): void {
  const domain = domainOf(readMailbox(from, 'from').address)
  if (transport?.aligned?.(domain) === false)
    findings.found({
      code: 'from_not_signed',
      message: `No DKIM key is of ${domain} or a domain above it, so mail services may take these mails for forged; add a key, or send from a domain that has one`,
      subject: domain,
      place: { field: 'from' },
    })
}
