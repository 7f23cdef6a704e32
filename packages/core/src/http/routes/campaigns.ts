import { campaignActions } from '../../domain/campaign.ts'
import type { CampaignInput } from '../../domain/campaign-input.ts'
import { SillageError } from '../../domain/errors.ts'
import * as inputs from '../../domain/input/campaigns.ts'
import { readInput, readJson } from '../body.ts'
import { ifMatchHeader, readEdit } from '../read-edit.ts'
import { json, made, noContent } from '../results.ts'
import * as schemas from '../schemas/answers.ts'
import { contentCheck } from '../schemas/check-answer.ts'
import { answers, answersNothing, manage } from './route.ts'

export const campaignRoutes = [
  manage('POST', 'sendTest', {
    summary: 'Sends one untracked mail to one address, or to each of several',
    body: { schema: inputs.testBody, holds: 'mail' },
    answer: answers(schemas.testResult),
    handle: async ({ api, request }) => json(await api.campaigns.sendTest(await readInput(request))),
  }),
  manage('POST', 'createCampaign', {
    summary: 'Creates a campaign and, unless start is false, sends or schedules it',
    headers: { 'Idempotency-Key': 'The same as key in the body: one key makes one campaign' },
    body: { schema: inputs.campaignBody, holds: 'people' },
    answer: answers(schemas.createdCampaign, 201),
    also: { status: 200, description: 'The campaign that this key had created before' },
    async handle({ api, request }) {
      const body = await readJson(request)
      if (typeof body !== 'object' || body === null || Array.isArray(body))
        throw new SillageError('invalid_json', 'Expected a JSON object that describes the campaign.')
      const key = request.headers['idempotency-key']
      const input = (key === undefined || 'key' in body ? body : { ...body, key }) as CampaignInput
      return made(await api.campaigns.create(input))
    },
  }),
  manage('GET', 'listCampaigns', {
    summary: 'Campaigns, newest first',
    query: inputs.campaignListQuery,
    answer: answers(schemas.pageOf(schemas.campaignListItem)),
    handle: async ({ api, query }) => json(await api.campaigns.list(query)),
  }),
  manage('GET', 'getCampaign', {
    summary: 'One campaign with its content and options',
    answer: answers(schemas.campaign),
    handle: async ({ api, id }) => json(await api.campaigns.get(id)),
  }),
  manage('PATCH', 'updateCampaign', {
    summary:
      'Changes a draft or scheduled campaign; content and sender also while it is paused, delay and limits while it is sending',
    headers: ifMatchHeader,
    body: { schema: inputs.campaignPatchBody, holds: 'people' },
    answer: answers(schemas.campaign),
    handle: async ({ api, request, id }) => json(await api.campaigns.update(id, await readEdit(request))),
  }),
  manage('DELETE', 'deleteCampaign', {
    summary: 'Deletes a campaign, its messages and events; links of delivered mails go on to redirect',
    answer: answersNothing,
    async handle({ api, id }) {
      await api.campaigns.delete(id)
      return noContent
    },
  }),
  manage('POST', 'controlCampaign', {
    summary: 'Starts, pauses, resumes, cancels or retries a campaign; only retry has a body',
    params: { action: inputs.campaignAction },
    body: { schema: inputs.retryInput.optional(), holds: 'content' },
    answer: answers(schemas.campaign),
    async handle({ api, request, id }) {
      const action = inputs.campaignAction.safeParse(request.params.action)
      if (!action.success)
        throw new SillageError('not_found', `Expected one of ${campaignActions.join(', ')} after the campaign's id.`)
      if (action.data === 'retry') return json(await api.campaigns.retry(id, (await readInput(request)) ?? {}))
      return json(await api.campaigns[action.data](id))
    },
  }),
  manage('POST', 'previewContent', {
    summary: 'Shows content as one contact would see it',
    writes: false,
    body: { schema: inputs.previewBody, holds: 'mail' },
    answer: answers(schemas.preview),
    handle: async ({ api, request }) => json(await api.campaigns.preview(await readInput(request))),
  }),
  manage('POST', 'checkContent', {
    summary: 'What to mend or know before sending; wrong content is an answer, not an error',
    writes: false,
    body: { schema: inputs.checkBody, holds: 'people' },
    answer: answers(contentCheck),
    handle: async ({ api, request }) => json(await api.campaigns.check(await readInput(request))),
  }),
]
