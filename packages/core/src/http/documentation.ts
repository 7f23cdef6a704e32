import { z } from 'zod'
import * as campaigns from '../domain/input/campaigns.ts'
import * as recipients from '../domain/input/recipients.ts'
import type { RouteId } from '../domain/names.ts'
import * as answers from './schemas/answers.ts'

/** What the OpenAPI document says of one route. */
export interface RouteDocumentation {
  summary: string
  /** Path parameters that are not ids. */
  params?: Readonly<Record<string, z.ZodType>>
  query?: z.ZodObject
  /** Request headers that mean something here. */
  headers?: Readonly<Record<string, string>>
  body?: { schema: z.ZodType; type?: string }
  /** The answer when all is well; a string names another media type than JSON. */
  answer: { status: number; schema?: z.ZodType; type?: string }
  /** A second status with the same content, and what it means. */
  also?: { status: number; description: string }
}

const ok = (schema: z.ZodType, status = 200) => ({ status, schema })
const empty = { status: 204 }
const html = { status: 200, type: 'text/html' }
const image = { status: 200, type: 'image/gif' }

export const documentation: Readonly<Record<RouteId, RouteDocumentation>> = {
  createCampaign: {
    summary: 'Creates a campaign and, unless start is false, sends or schedules it',
    headers: { 'Idempotency-Key': 'The same as key in the body: one key makes one campaign' },
    body: { schema: campaigns.campaignInput },
    answer: ok(answers.campaign, 201),
    also: { status: 200, description: 'The campaign that this key had created before' },
  },
  listCampaigns: {
    summary: 'Campaigns, newest first',
    query: campaigns.campaignListQuery,
    answer: ok(answers.pageOf(answers.campaignListItem)),
  },
  getCampaign: { summary: 'One campaign with its content and options', answer: ok(answers.campaign) },
  updateCampaign: {
    summary: 'Changes a draft or scheduled campaign; delay and limits also while it is sending or paused',
    body: { schema: campaigns.campaignPatch },
    answer: ok(answers.campaign),
  },
  deleteCampaign: {
    summary: 'Deletes a campaign, its messages and events; links of delivered mails go on to redirect',
    answer: empty,
  },
  controlCampaign: {
    summary: 'Starts, pauses, resumes, cancels or retries a campaign; only retry has a body',
    params: { action: campaigns.campaignAction },
    body: { schema: campaigns.retryInput.optional() },
    answer: ok(answers.campaign),
  },
  sendTest: {
    summary: 'Sends one untracked mail to one address',
    body: { schema: campaigns.testInput },
    answer: ok(answers.testResult),
  },
  previewContent: {
    summary: 'Shows content as one contact would see it',
    body: { schema: campaigns.previewInput },
    answer: ok(answers.preview),
  },
  getStats: { summary: 'The figures of a campaign', answer: ok(answers.campaignStats) },
  listMessages: {
    summary: 'The messages of a campaign',
    query: campaigns.messageQuery,
    answer: ok(answers.pageOf(answers.messageItem)),
  },
  exportMessages: {
    summary: 'The same as CSV, all of them',
    query: campaigns.messageQuery.omit({ limit: true, cursor: true }),
    answer: { status: 200, type: 'text/csv' },
  },
  getTimeline: {
    summary: 'Sends, opens and clicks over time',
    query: campaigns.timelineQuery,
    answer: ok(answers.timeline),
  },
  listEvents: {
    summary: 'The events of a message, newest first',
    query: campaigns.pageQuery,
    answer: ok(answers.pageOf(answers.eventItem)),
  },
  listTemplates: {
    summary: 'Stored templates',
    query: campaigns.pageQuery,
    answer: ok(answers.pageOf(answers.template)),
  },
  createTemplate: {
    summary: 'Stores a template',
    body: { schema: campaigns.templateInput },
    answer: ok(answers.template, 201),
  },
  getTemplate: { summary: 'One template', answer: ok(answers.template) },
  replaceTemplate: {
    summary: 'Replaces a template',
    body: { schema: campaigns.templateInput },
    answer: ok(answers.template),
  },
  deleteTemplate: { summary: 'Deletes a template; campaigns made from it keep their content', answer: empty },
  listContacts: { summary: 'Searches the directory', query: recipients.contactQuery, answer: ok(answers.contactPage) },
  createContact: {
    summary: 'Adds a contact',
    body: { schema: recipients.contactInput },
    answer: ok(answers.contact, 201),
  },
  importContacts: {
    summary:
      'Adds contacts from CSV with a header line; UTF-8 or Windows-1252, separated by comma, semicolon or tab. Columns are found by their usual English and French names, or by the headers the query gives',
    query: recipients.importQuery,
    body: { schema: z.string(), type: 'text/csv' },
    answer: ok(answers.importReport),
  },
  getContact: { summary: 'One contact', answer: ok(answers.contact) },
  updateContact: {
    summary: 'Changes a contact',
    body: { schema: recipients.contactPatch },
    answer: ok(answers.contact),
  },
  deleteContact: { summary: 'Deletes a contact', answer: empty },
  listCompanies: {
    summary: 'Companies of the directory with their number of contacts',
    query: recipients.companyQuery,
    answer: ok(answers.pageOf(answers.company)),
  },
  listSuppressions: {
    summary: 'Addresses that are not mailed',
    query: campaigns.pageQuery,
    answer: ok(answers.pageOf(answers.suppression)),
  },
  createSuppression: {
    summary: 'Suppresses an address',
    body: { schema: recipients.suppressionInput },
    answer: ok(answers.suppression, 201),
  },
  deleteSuppression: { summary: 'Lifts a suppression', answer: empty },
  live: {
    summary: 'Progress and statistics as they happen: text/event-stream, or a WebSocket when upgraded',
    query: campaigns.liveQuery,
    headers: { 'Last-Event-ID': 'The id of the last frame that was seen, as EventSource sends it' },
    answer: { status: 200, type: 'text/event-stream' },
  },
  openapi: { summary: 'This document', answer: ok(z.looseObject({})) },
  pixel: { summary: 'The open pixel; always the same image', answer: image },
  click: { summary: 'Redirects to a link’s destination', answer: { status: 302, type: 'text/html' } },
  read: { summary: 'The image that measures read time', answer: image },
  showUnsubscribe: { summary: 'The page to unsubscribe on; changes nothing', answer: html },
  unsubscribe: { summary: 'Unsubscribes the recipient (also one-click, RFC 8058)', answer: html },
  showPreferences: { summary: 'The page to choose on what may be measured', answer: html },
  preferences: { summary: 'Stores that choice', answer: html },
  view: { summary: 'The mail as a web page', answer: html },
}
