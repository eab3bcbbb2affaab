import { parentPort, workerData } from 'node:worker_threads'
import { type BenchRequest, send } from './load.ts'

/** What the small clients are to send, each its own request. */
export interface SmallClients {
  readonly url: string
  readonly requests: Readonly<Record<string, BenchRequest>>
}

/** Between the answer to one request and the next one. */
const pauseMs = 3

// In a thread of its own: who sends a long body has no time to look at the clock.
const { url, requests } = workerData as SmallClients
const times: Record<string, number[]> = {}
let isLongOneRunning = false
for (const [name, request] of Object.entries(requests)) void loop(name, request)
parentPort?.on('message', (message: 'begin' | 'end' | 'report') => {
  if (message === 'report') parentPort?.postMessage(times)
  else isLongOneRunning = message === 'begin'
})

/** Keeps the times of the requests of which a part fell into that of a long one. */
async function loop(name: string, request: BenchRequest): Promise<void> {
  for (;;) {
    const wasRunning = isLongOneRunning
    const { milliseconds } = await send(url, request)
    if (wasRunning || isLongOneRunning) {
      times[name] ??= []
      times[name].push(milliseconds)
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}
