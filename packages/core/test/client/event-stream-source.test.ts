import { expect, test } from 'vitest'
import { createEventStreamSource } from '../../src/client/event-stream-source.ts'
import { parseFrame, type RawFrame } from '../../src/client/live-source.ts'
import { createEventStreamParser, type StreamMessage } from '../../src/client/parse-event-stream.ts'

test('a stream is read the same however it is cut', () => {
  const text = '\uFEFF: hello\r\nid: a-1\r\nevent: x\r\ndata: {"a":1,\r\ndata: "b":2}\r\n\r\ndata:last\n\n'
  const read = (cut: number) => {
    const messages: StreamMessage[] = []
    const parse = createEventStreamParser((message) => messages.push(message))
    for (let at = 0; at < text.length; at += cut) parse(text.slice(at, at + cut))
    return messages
  }
  const whole = read(text.length)
  expect(whole).toEqual([
    { id: 'a-1', event: 'x', data: '{"a":1,\n"b":2}' },
    { id: 'a-1', event: '', data: 'last' },
  ])
  for (const cut of [1, 2, 3, 7]) expect(read(cut)).toEqual(whole)
})

test('headers and the last id go along; frames are delivered; the end is reported once', async () => {
  const asked: { url: string; headers: Headers; credentials: RequestInit['credentials'] }[] = []
  const body = 'id: f-2\ndata: {"id":"f-2","event":"campaign_stats","data":{"campaignId":"1"}}\n\n'
  const source = createEventStreamSource({
    url: '/sillage/api/live',
    parseFrame,
    headers: { authorization: 'Bearer abc' },
    fetch: async (url, init) => {
      asked.push({ url: String(url), headers: new Headers(init?.headers), credentials: init?.credentials })
      return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } })
    },
  })
  const frames: RawFrame[] = []
  let opened = 0
  await new Promise<void>((resolve) => {
    source('f-1', { open: () => (opened += 1), frame: (frame) => frames.push(frame), end: resolve })
  })
  expect(opened).toBe(1)
  expect(frames).toEqual([{ id: 'f-2', event: 'campaign_stats', data: { campaignId: '1' } }])
  expect(asked[0]?.headers.get('authorization')).toBe('Bearer abc')
  expect(asked[0]?.headers.get('last-event-id')).toBe('f-1')
  expect(asked[0]?.credentials).toBe('same-origin')
})

test('an answer that is not a stream ends without having opened', async () => {
  const source = createEventStreamSource({
    url: '/x',
    parseFrame,
    headers: {},
    fetch: async () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
  })
  let opened = false
  await new Promise<void>((resolve) => {
    source(undefined, {
      open: () => {
        opened = true
      },
      frame: () => {},
      end: resolve,
    })
  })
  expect(opened).toBe(false)
})
