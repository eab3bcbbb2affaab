import { type BenchRequest, measureRate, send } from '../load.ts'
import { keys } from './fill.ts'

export const connections = 64

/** A request, and the server that it goes to. */
export interface Target {
  readonly url: string
  readonly request: BenchRequest
}

/** Makes a group that nobody else writes, and a small update of it. */
export async function updateOfOwnGroup(url: string): Promise<Target> {
  const { _id } = JSON.parse((await send(url, call('add', { name: 'own' }))).body.toString()).data
  return { url, request: call('update', { _id, name: 'own', numbers: ['1111', '2222', '3333'] }) }
}

export function searchPage(url: string): Target {
  const pagination = { start: 0, count: 20, sorting: {} }
  return { url, request: call('search', { alike: 'true', conditions: { name: '' }, pagination }) }
}

function call(operation: string, body: object): BenchRequest {
  return { path: `/api/v4/autodialer/groups/${operation}`, headers: keys.simotel, body: JSON.stringify(body) }
}

/** Sends each request over and over on a connection of its own, all at once. Warms up for a second before. */
export async function measureTogether(
  targets: readonly Target[],
  seconds: number,
): Promise<{ readonly perSecond: number; readonly p99: number }> {
  const run = (duration: number) =>
    Promise.all(targets.map(({ url, request }) => measureRate(url, request, 1, duration)))
  await run(1)
  const rates = await run(seconds)
  const p99s = rates.map(({ p99 }) => p99).sort((one, other) => one - other)
  return {
    perSecond: rates.reduce((sum, { perSecond }) => sum + perSecond, 0),
    p99: p99s[Math.floor(p99s.length / 2)] ?? Number.NaN,
  }
}
