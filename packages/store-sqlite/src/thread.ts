// What a thread of the store runs.
import { serveThread } from './serve-thread.ts'

serveThread()
