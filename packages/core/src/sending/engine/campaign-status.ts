import { type ErrorCode, isSillageError } from '../../domain/errors.ts'
import type { FailureKind, MessageError } from '../../domain/message.ts'
import type { CampaignChange } from '../../store/port/message-store.ts'
import type { Classified } from '../policy/classify-answer.ts'
import { isOurs } from '../sender-deps.ts'
import { type EngineState, noteChange, tellFault } from './engine-state.ts'
import { emptyLane, type Lane } from './lane.ts'
import { handBack } from './leases.ts'

/**
 * Every way in which a campaign that is sent, or is to be sent, gets another status by the sender:
 *
 * - scheduled → sending: `startScheduled`, when its time has come.
 * - sending → paused: `pauseForAnswer`, when a server's answer is about us and not about the message;
 *   `pauseAllCampaigns`, when a server answers so after an outage; `countRefusal`, when too many messages in a row are
 *   refused; `pauseUncompilable`, when its content cannot be compiled.
 * - sending → completed: the store, in the transaction that stores its last outcome, or skips the last message after
 *   the campaign's last time (`end-campaign.ts`); the change is passed to `applyStatus`.
 *
 * A person pauses, resumes and cancels by `campaigns/control.ts`. `closeLane` ends the lane of a campaign that is not
 * sent any more; one that was resumed is ready for a new one by `renew.ts`.
 */

/**
 * So many messages refused in a row, none accepted between them, and the campaign is paused: the rest would be refused
 * too.
 */
const refusalsUntilPause = 10

/** Why a campaign is paused whose server refuses us: something that only a person can mend. */
const pauseCodes: Partial<Record<FailureKind, ErrorCode>> = {
  auth: 'smtp_auth',
  config: 'smtp_config',
  rate: 'smtp_rate',
}

/** Codes of a store that cannot be used at the moment. */
const ofStore: readonly ErrorCode[] = ['store_unavailable', 'not_migrated', 'closed']

/** True for what says nothing of a campaign's content: its links and files are in the store, which is away. */
export const isOfStore = (error: unknown): boolean => isSillageError(error) && ofStore.includes(error.code)

/** Starts the campaigns whose time has come. */
export async function startScheduled(state: EngineState): Promise<void> {
  const { ready, deps } = state
  const { store, clock, life } = deps
  const at = clock.now()
  for (const id of await store.campaigns.dueForStart(at, 100)) {
    const started = await store.campaigns.changeStatus(id, { from: ['scheduled'], to: 'sending', at })
    if (started === undefined) continue
    life('started', started)
    // Whoever it was for is held back by now.
    if (started.status === 'completed') life('completed', started)
    noteChange(state, id, true)
    if (state.scope === undefined || state.scope === id) ready.first(id)
  }
}

/** What is said when a campaign is paused: to whoever has it, and to the log what is for that alone. */
interface Reason {
  code: ErrorCode
  message: string
  inside?: string | undefined
}

const reasonOf = ({ error, inside }: Classified): Reason => {
  return { code: pauseCodes[error.kind] ?? 'smtp_rejected', message: error.message, inside }
}

/** Pauses the campaign of a message whose answer only a person can act upon. Never rejects. */
export function pauseForAnswer(state: EngineState, lane: Lane, answer: Classified): Promise<void> {
  return pauseByMessage(state, lane, reasonOf(answer))
}

/** Pauses all campaigns of this transport: what the server answers to us concerns each of them. */
export async function pauseAllCampaigns(state: EngineState, answer: Classified): Promise<void> {
  const { lanes, scope, deps } = state
  const request = { now: deps.clock.now(), until: Number.MAX_SAFE_INTEGER, known: [...lanes.keys()], campaignId: scope }
  const { campaigns } = await deps.store.campaigns.agenda(request)
  const ours = campaigns.filter(({ transport }) => isOurs(deps, transport))
  for (const { id } of ours) await pause(state, id, reasonOf(answer))
}

/**
 * Counts a message that was refused for a reason that is not its recipient's; too many in a row pause its campaign.
 * Never rejects.
 */
export async function countRefusal(state: EngineState, lane: Lane, error: MessageError): Promise<void> {
  lane.refusals += 1
  if (lane.refusals !== refusalsUntilPause) return
  const code = error.kind === 'compose' ? 'compose_failed' : 'smtp_rejected'
  const message = `${refusalsUntilPause} messages in a row were refused; the last answer: ${error.message}`
  await pauseByMessage(state, lane, { code, message })
}

/** Content that cannot be compiled pauses its campaign. Rejects with a store's error: that pauses nothing. */
export async function pauseUncompilable(state: EngineState, id: number, error: unknown): Promise<void> {
  if (!isSillageError(error) || isOfStore(error)) throw error
  const inside = error.status < 500 ? undefined : error.message
  const message = inside === undefined ? error.message : 'The content could not be prepared for sending.'
  await pause(state, id, { code: 'compose_failed', message, inside })
}

/** What became of one message pauses its campaign; does nothing for a lane that was closed before. */
async function pauseByMessage(state: EngineState, lane: Lane, reason: Reason): Promise<void> {
  // Late answers to what was on the wire must not stop a campaign that a person resumed meanwhile.
  if (lane.closed && !state.stopping) return
  await pause(state, lane.id, reason).catch((err: unknown) => {
    const details = { err, campaignId: lane.id, reason: reason.code }
    state.deps.logger.error(details, 'a campaign that cannot be sent could not be paused')
  })
}

async function pause(state: EngineState, id: number, { code, message, inside }: Reason): Promise<void> {
  const { store, clock, life } = state.deps
  const lane = state.lanes.get(id)
  if (lane !== undefined) closeLane(state, lane)
  const change = { from: ['sending'], to: 'paused', at: clock.now(), pauseReason: code } as const
  const paused = await store.campaigns.changeStatus(id, change)
  if (paused === undefined) return
  life('paused', paused, { at: change.at, reason: code, answer: inside ?? message })
  tellFault(state, id, code, message, { fatal: true })
  noteChange(state, id, true)
}

/**
 * Outcomes that were stored changed campaigns: publishes it, and ends the lanes of those that are not sent any more.
 */
export function applyStatus(state: EngineState, changes: readonly CampaignChange[]): void {
  for (const change of changes) {
    const { campaignId, status } = change
    noteChange(state, campaignId, status !== 'sending')
    const lane = state.lanes.get(campaignId)
    // Late outcomes of a campaign that was completed before have no lane.
    if (lane !== undefined && status === 'completed') state.deps.life('completed', { ...lane.campaign, ...change })
    if (status === 'sending') continue
    if (lane === undefined) forget(state, campaignId)
    else closeLane(state, lane)
  }
}

/** Ends the lanes of all campaigns. */
export function closeLanes(state: EngineState): void {
  for (const lane of [...state.lanes.values()]) closeLane(state, lane)
}

/** Ends the lane of a campaign that is sent no more, and hands back what it holds. */
export function closeLane(state: EngineState, lane: Lane): void {
  lane.closed = true
  if (state.lanes.get(lane.id) === lane) state.lanes.delete(lane.id)
  forget(state, lane.id)
  handBack(state, emptyLane(lane))
}

function forget({ ready, resting, domainQueues, shut, ends }: EngineState, id: number): void {
  shut.delete(id)
  ends.delete(id)
  ready.forget(id)
  resting.delete(id)
  domainQueues.forget(id)
}
