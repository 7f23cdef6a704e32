import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { LiveListener } from '../../src/client/live-connection.ts'
import { createRequests } from '../../src/client/requests.ts'
import { createWatch } from '../../src/client/watch.ts'
import type { CampaignStats, LiveEvents } from '../../src/index.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const hits = { total: 0, unique: 0, machine: 0, early: 0, tracked: 1 }
const counts = { total: 9, queued: 9, sent: 0, failed: 0, skipped: 0, unknown: 0 }
/** Figures as the server answers them, as far as a watch reads them. */
function stats(sent = 0, status = 'sending'): CampaignStats {
  const campaign = { id: '7', status, ...counts, sent }
  return { campaign, ...counts, sent, opens: hits, clicks: hits } as unknown as CampaignStats
}
const progress = (sent: number, status = 'sending') =>
  ({ name: 'campaign_progress', data: { campaignId: '7', status, ...counts, sent } as never }) as const
const opened = (unique: number): LiveEvents['campaign_stats'] => {
  const opens = { ...hits, unique }
  return { campaignId: '7', opens, clicks: hits, openRate: unique, clickRate: 0 }
}

/** A watch whose answers and frames a test gives by hand. */
function handWatch() {
  const asked: { url: string; signal: AbortSignal | null | undefined; answer: (response: Response) => void }[] = []
  const requests = createRequests({
    baseUrl: '/mail',
    fetch: (url, init) =>
      new Promise((answer, reject) => {
        asked.push({ url: String(url), signal: init?.signal, answer })
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
      }),
  })
  const heard = new Set<LiveListener>()
  const live = {
    subscribe(listener: LiveListener) {
      heard.add(listener)
      return () => void heard.delete(listener)
    },
  }
  const { get, subscribe } = createWatch(requests, live, '7')
  const tell = (frame: Parameters<NonNullable<LiveListener['frame']>>[0]) => {
    for (const listener of heard) listener.frame?.(frame)
  }
  const answer = async (response: Response) => {
    asked.at(-1)?.answer(response)
    await vi.advanceTimersByTimeAsync(0)
  }
  const changes = vi.fn()
  return { get, subscribe, tell, answer, asked, heard, changes }
}
const refused = (code: string, status: number) => Response.json({ error: { code, message: '' } }, { status })

it('an answer that changes nothing, and a frame that does not, leave the object and call nobody', async () => {
  const { get, subscribe, tell, answer, asked, heard, changes } = handWatch()
  subscribe(changes)
  await answer(Response.json(stats(3)))
  const value = get()
  expect([asked[0]?.url, value, changes.mock.calls.length]).toEqual(['/mail/api/tracking/campaigns/7', stats(3), 1])
  for (const listener of heard) listener.refresh?.()
  await answer(Response.json(stats(3)))
  expect(asked).toHaveLength(2)
  tell(progress(3))
  tell({ name: 'campaign_stats', data: { ...opened(5), campaignId: '8' } })
  expect([get() === value, changes.mock.calls.length]).toEqual([true, 1])
  tell({ name: 'campaign_stats', data: opened(1) })
  expect([get()?.opens.unique, get()?.openRate, changes.mock.calls.length]).toEqual([1, 1, 2])
})

it('frames that came before an older answer win over it', async () => {
  const { get, subscribe, tell, answer, changes } = handWatch()
  subscribe(changes)
  tell(progress(6))
  tell({ name: 'campaign_stats', data: opened(1) })
  await answer(Response.json(stats(5)))
  expect(get()).toMatchObject({ sent: 6, campaign: { sent: 6 }, opens: { unique: 1 } })
  expect(changes).toHaveBeenCalledTimes(1)
})

it.each([
  ['another status', 2, progress(3, 'paused')],
  [
    'a fault that stopped it',
    3,
    { name: 'campaign_error', data: { campaignId: '7', code: 'smtp_auth', message: '', fatal: true } },
  ],
  ['its end', 3, { ...progress(9, 'completed'), name: 'campaign_complete' }],
] as const)('%s is asked for, and once more where it came amid a request', async (_, requests, frame) => {
  const { subscribe, tell, answer, asked, changes } = handWatch()
  subscribe(changes)
  await answer(Response.json(stats(3)))
  tell(frame)
  expect(asked).toHaveLength(2)
  tell(frame)
  expect(asked).toHaveLength(2)
  await answer(Response.json(stats(3, 'paused')))
  expect(asked).toHaveLength(requests)
})

it('what has no answer is tried again after growing waits; what is refused is not', async () => {
  const { get, subscribe, answer, asked, changes } = handWatch()
  const leave = subscribe(changes)
  for (const [n, wait] of [1_000, 2_000, 4_000].entries()) {
    await answer(refused('store_unavailable', 503))
    await vi.advanceTimersByTimeAsync(wait / 2 - 1)
    expect(asked).toHaveLength(n + 1)
    await vi.advanceTimersByTimeAsync(wait / 2 + 1)
    expect(asked).toHaveLength(n + 2)
  }
  await answer(refused('not_found', 404))
  await vi.advanceTimersByTimeAsync(60_000)
  expect([asked.length, get(), vi.getTimerCount()]).toEqual([4, undefined, 0])
  leave()
})

it('with its last listener ends the request, the wait and the live feed; a new one begins again', async () => {
  const { get, subscribe, answer, asked, heard, changes } = handWatch()
  const [first, second] = [subscribe(changes), subscribe(changes)]
  expect([asked.length, heard.size]).toEqual([1, 1])
  first()
  first()
  expect(asked[0]?.signal?.aborted).toBe(false)
  second()
  expect([asked[0]?.signal?.aborted, heard.size]).toEqual([true, 0])
  const third = subscribe(changes)
  await answer(refused('internal', 500))
  third()
  expect(vi.getTimerCount()).toBe(0)
  subscribe(changes)
  await answer(Response.json(stats(3)))
  expect([get(), asked.length, changes.mock.calls.length]).toEqual([stats(3), 3, 1])
})
