import type { MessageError } from '../../domain/message.ts'

/** What one process says of a transport that it cannot send by. Times are milliseconds since the epoch of its clock. */
export interface OutageRecord {
  transport: string
  /** Names the process. */
  sender: string
  /** Host and port, where known. */
  server: string | null
  since: number
  error: MessageError
  nextTryAt: number
}

/** Mail servers that are away, for processes that do not send. One entry for each process and transport. */
export interface OutageStore {
  /** Stores what a process says of a transport, in place of what it said before. */
  put(outage: OutageRecord): Promise<void>
  /** The process can send by this transport again. */
  end(outage: Pick<OutageRecord, 'transport' | 'sender'>): Promise<void>
  /**
   * All whose next try is at `after` or later, the earliest outage first: what a process that was killed said is over
   * when it did not try again.
   */
  list(after: number): Promise<OutageRecord[]>
  /** Deletes those whose next try was before `before`; how many. */
  prune(before: number): Promise<number>
}
