import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { sendBeside } from './load.ts'
import type { BenchRequest } from './request.ts'

/** The server and the small update that another account sends to it. */
export interface OthersJob {
  readonly url: string
  readonly request: BenchRequest
}

/** Milliseconds between an answer and the next request. */
const pauseMs = 3

// A thread of its own: one that sends the load, or a long body, has no time to look at the clock.
const { url, request } = workerData as OthersJob
const port = parentPort as NonNullable<typeof parentPort>
for (;;) {
  await once(port, 'message')
  const end = once(port, 'message').then(() => undefined)
  port.postMessage(await sendBeside(url, request, pauseMs, end))
}
