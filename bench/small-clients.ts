import { parentPort, workerData } from 'node:worker_threads'
import { type BenchRequest, send } from './load.ts'

/** The requests of the small clients, one for each client, by name. */
export interface SmallClients {
  readonly url: string
  readonly requests: Readonly<Record<string, BenchRequest>>
}

/** Milliseconds between an answer and the next request. */
const pauseMs = 3

// These clients run in a thread of their own: a thread that sends a long body has no time to look at the clock.
const { url, requests } = workerData as SmallClients
const times: Record<string, number[]> = {}
let isLongOneRunning = false
for (const [name, request] of Object.entries(requests)) void loop(name, request)
parentPort?.on('message', (message: 'begin' | 'end' | 'report') => {
  if (message === 'report') parentPort?.postMessage(times)
  else isLongOneRunning = message === 'begin'
})

/** Sends a request again and again. Keeps the times of those that overlapped with a long request. */
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
