import { expect, it } from 'vitest'
import { fakeClock } from '../../testing/fake-clock.ts'
import { boundedFetch } from './bounded-fetch.ts'

const clock = fakeClock()
const url = 'https://sns.eu-west-3.amazonaws.com/'
const answering = (answer: () => Response | Promise<Response>) =>
  boundedFetch(url, { clock, fetch: async () => answer() })

it.each<[string, () => Response | Promise<Response>]>([
  ['text', () => new Response('x'.repeat(10_240))],
  ['refused', () => new Response('x'.repeat(10_241))],
  ['refused', () => Response.redirect('https://elsewhere.example/', 302)],
  ['refused', () => new Response('', { status: 404 })],
  ['unreachable', () => new Response('', { status: 503 })],
  ['unreachable', () => new Response('', { status: 429 })],
  ['unreachable', () => Promise.reject(new Error('no route'))],
  [
    'unreachable',
    () => new Response(new ReadableStream({ pull: (controller) => controller.error(new Error('cut off')) })),
  ],
])('%s, %s', async (kind, answer) => {
  expect(await answering(answer)).toMatchObject({ kind })
})

it('gives the text, and follows nothing', async () => {
  let asked: RequestInit | undefined
  const fetch = async (_: unknown, init?: RequestInit) => {
    asked = init
    return new Response('é')
  }
  expect(await boundedFetch(url, { clock, fetch })).toEqual({ kind: 'text', text: 'é' })
  expect(asked?.redirect).toBe('manual')
})

it('ends after three seconds, and lets go', async () => {
  let signal: AbortSignal | null | undefined
  const fetch = (_: unknown, init?: RequestInit) => {
    signal = init?.signal
    return new Promise<Response>(() => {})
  }
  const answer = boundedFetch(url, { clock, fetch })
  let ended = false
  void answer.then(() => (ended = true))
  await clock.advance(2999)
  expect(ended).toBe(false)
  await clock.advance(1)
  expect(await answer).toEqual({ kind: 'unreachable' })
  expect(signal?.aborted).toBe(true)
  expect(clock.sleeping).toBe(0)
})

it('leaves no sleeper behind where it was quick', async () => {
  await answering(() => new Response('x'))
  await clock.settle()
  expect(clock.sleeping).toBe(0)
})
