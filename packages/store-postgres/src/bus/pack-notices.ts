import type { Notice } from '@sillage/core'

/** PostgreSQL takes payloads of fewer than 8,000 bytes; some are left for what is around the notices. */
const PAYLOAD_BYTES = 7_800
/** An id of up to 16 digits and its comma. */
const ID_BYTES = 17
/** Texts of faults come from mail servers and may be of any length. */
const FAULT_TEXT = 1_000

type Fault = Extract<Notice, { type: 'fault' }>['fault']

/** The content of one payload: its sender, and the ids of campaigns by what happened to them. */
interface Payload {
  from: string
  changed: number[]
  progress: number[]
  hits: number[]
  faults: Fault[]
}

const kinds = ['changed', 'progress', 'hits'] as const

/** Puts notices into as few payloads as their size allows. Each has to be given once. */
export function packNotices(from: string, notices: Iterable<Notice>): string[] {
  const payloads: Payload[] = []
  let room = 0
  for (const notice of notices) {
    if (notice.type === 'missed') continue
    const fault = notice.type === 'fault' ? shortened(notice.fault) : undefined
    const size = fault === undefined ? ID_BYTES : Buffer.byteLength(JSON.stringify(fault)) + 1
    if (payloads.length === 0 || size > room) {
      const empty = { from, changed: [], progress: [], hits: [], faults: [] }
      payloads.push(empty)
      room = PAYLOAD_BYTES - Buffer.byteLength(JSON.stringify(empty))
    }
    room -= size
    const payload = payloads.at(-1) as Payload
    if (fault !== undefined) payload.faults.push(fault)
    else if (notice.type !== 'fault') payload[notice.type].push(notice.campaignId)
  }
  return payloads.map((payload) => JSON.stringify(payload))
}

/**
 * A payload's notices and its sender; undefined for payloads of other programs: the channel is open to all on the
 * database.
 */
export function unpackNotices(text: string): { from: string; notices: Notice[] } | undefined {
  try {
    const payload: Partial<Payload> = JSON.parse(text)
    if (typeof payload.from !== 'string') return undefined
    const notices: Notice[] = []
    for (const type of kinds)
      for (const campaignId of payload[type] ?? []) {
        if (!Number.isSafeInteger(campaignId)) return undefined
        notices.push({ type, campaignId })
      }
    for (const fault of payload.faults ?? []) {
      if (!/^\d{1,16}$/.test(fault.campaignId) || typeof fault.message !== 'string') return undefined
      notices.push({ type: 'fault', fault })
    }
    return { from: payload.from, notices }
  } catch {
    return undefined
  }
}

function shortened(fault: Fault): Fault {
  const { message } = fault
  return message.length <= FAULT_TEXT ? fault : { ...fault, message: `${message.slice(0, FAULT_TEXT)}…` }
}
