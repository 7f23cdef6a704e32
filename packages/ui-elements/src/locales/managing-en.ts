import type { CampaignStatus } from '@sillage/core/browser'
import { errorsEn, pausesEn } from './errors-en.ts'
import { readingEn } from './reading-en.ts'

/** Takes a count, or one already formatted. */
const s = (count: number | string) => (String(count) === '1' ? '' : 's')

/** The texts of the list of campaigns, of progress and of notifications, beside those of results. */
export const managingEn = {
  ...readingEn,
  errors: errorsEn,
  pauses: pausesEn,
  campaign: {
    draft: 'Draft',
    scheduled: 'Scheduled',
    sending: 'Sending',
    paused: 'Paused',
    completed: 'Completed',
    cancelled: 'Cancelled',
  } satisfies Record<CampaignStatus, string>,
  plural: s,
  rooms: {
    label: 'Sections',
    campaigns: 'Campaigns',
    contacts: 'Contacts',
    suppressions: 'Not mailed',
  },
  list: {
    title: 'Campaigns',
    create: 'New campaign',
    empty: 'No campaigns yet',
    emptyText: 'Write to your contacts, then watch who opens, who clicks and how long they read.',
    failed: 'The campaigns could not be loaded',
    details: 'See details',
    edit: 'Edit',
    pause: 'Pause',
    resume: 'Resume',
    start: 'Send now',
    stop: 'Cancel sending',
    duplicate: 'Duplicate',
    followUp: 'Write to those who did not open',
    remove: 'Delete',
    actions: (name: string) => `More actions for ${name}`,
    detailsOf: (name: string) => `See details of ${name}`,
    pausedFor: (reason: string) => `Paused: ${reason}`,
    sentAt: (when: string, sent: string) => `Sent on ${when} · ${sent} sent`,
    sendingOf: (done: string, total: string) => `Sending · ${done} of ${total}`,
    scheduledFor: (when: string, total: string) => `Scheduled for ${when} · ${total} recipient${s(total)}`,
    draftOf: (total: string) => `Draft · ${total} recipient${s(total)}`,
    cancelledAt: (when: string, sent: string, total: string) => `Cancelled on ${when} · ${sent} of ${total} sent`,
    allFailed: 'All failed',
    search: 'Search by name',
    anyStatus: 'All campaigns',
    none: 'No campaign of this kind.',
    waits: (since: string, next: string) => `Since ${since}; next try ${next}.`,
    opened: (rate: string) => `${rate} opened`,
    clicked: (rate: string) => `${rate} clicked`,
    sent: (n: string) => `${n} sent`,
    failures: (n: string, count: number) => `${n} failure${s(count)}`,
    uncertain: (n: string) => `${n} uncertain`,
    leftOut: (n: string) => `${n} left out (unsubscribed, blocked or too late)`,
    queued: (n: string) => `${n} waiting`,
    kept: (n: string) => `${n} kept for later`,
    rate: (perSecond: string) => `${perSecond} / s`,
    left: (duration: string) => `${duration} left`,
    startTitle: (name: string, n: string) => `Send “${name}” to ${n} ${n === '1' ? 'person' : 'people'} now?`,
    subjectIs: (subject: string) => `Subject: ${subject}`,
    startText: 'It leaves at once.',
    startInstead: (when: string) => `It leaves at once, and not on ${when}.`,
    startConfirm: (n: string) => `Send now to ${n}`,
    resumeTitle: (name: string) => `Go on sending “${name}”?`,
    resumeText: (queued: string) =>
      `${queued} message${s(queued)} not sent yet leave${queued === '1' ? 's' : ''} then.`,
    resumeConfirm: 'Go on sending',
    cancelTitle: (name: string) => `Cancel “${name}”?`,
    cancelText: (queued: string) =>
      `${queued} message${s(queued)} not sent yet will never leave. What was sent stays sent.`,
    cancelConfirm: 'Cancel the campaign',
    keep: 'Keep sending',
    removeTitle: (name: string) => `Delete “${name}”?`,
    removeText: 'Its results disappear for good. Links in mails that were delivered keep working.',
    removeRest: (queued: string) => `${queued} message${s(queued)} not sent yet will never leave.`,
    removeConfirm: 'Delete for good',
    removeKeep: 'Keep it',
  },
  progress: {
    label: (name: string) => `Progress of ${name}`,
    done: (n: string, total: string) => `${n} of ${total}`,
  },
  toasts: {
    region: 'Notifications',
    complete: 'Campaign completed',
    completeText: (parts: string) => `${parts}. Results arrive live.`,
    completeNothing: (parts: string) => `Nothing was sent: ${parts}.`,
    paused: 'Sending paused',
    trouble: 'Trouble while sending',
    of: (what: string, name: string) => `${what}: ${name}`,
    dismiss: 'Dismiss',
    deleted: 'Deleted',
  },
}

/** What a page has texts for that lists campaigns and writes none. */
export type ManagingWords = typeof managingEn
