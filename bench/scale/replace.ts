import { setTimeout as pause } from 'node:timers/promises'
import type { Child } from '../child.ts'
import { type BenchRequest, median, send } from '../load.ts'
import { keys } from './fill.ts'
import type { Place } from './place.ts'

/** The cost of replacing a million numbers, also for others, in milliseconds and MiB. */
export interface Replacement {
  readonly engine: Place['engine']
  /** From the first byte sent to the durable answer. */
  readonly total: number
  /** The time for the same body at the bare server, which only parses it. */
  readonly bare: number
  readonly over: number
  readonly memoryPeak: number
  /** The times of another client's small reads and writes meanwhile. */
  readonly others: { readonly count: number; readonly p50: number; readonly p99: number; readonly longest: number }
}

const rounds = 5
const betweenOthersMs = 2

/** Replaces a million numbers again and again, while another client goes on with small calls. */
export async function measureReplacement(engine: Place['engine'], server: Child, bare: Child): Promise<Replacement> {
  const call = (operation: string, body: object): BenchRequest => ({
    path: `/api/v4/autodialer/groups/${operation}`,
    headers: keys.simotel,
    body: JSON.stringify(body),
  })
  const add = async (name: string): Promise<string> =>
    JSON.parse((await send(server.url, call('add', { name }))).body.toString()).data._id
  const million = Array.from({ length: 1_000_000 }, (_, index) =>
    String(989_120_000_000 + ((index * 7919) % 1_000_003)),
  )
  const replace = call('update', { _id: await add('million'), numbers: million })
  const smallGroup = await add('small')
  const others = [
    call('update', { _id: smallGroup, numbers: ['1', '2', '3'] }),
    call('search', { alike: 'true', conditions: { name: '' }, pagination: { start: 0, count: 20, sorting: {} } }),
  ]
  const { body } = await send(server.url, replace)
  await send(bare.url, { path: '/', headers: {}, body: body.toString() }, 'PUT')

  const times = { ours: [] as number[], bare: [] as number[], others: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    times.bare.push((await send(bare.url, replace)).milliseconds)
    let isReplacing = true
    const replaced = send(server.url, replace).finally(() => {
      isReplacing = false
    })
    for (let turn = 0; isReplacing; turn++) {
      times.others.push((await send(server.url, others[turn % others.length] as BenchRequest)).milliseconds)
      await pause(betweenOthersMs)
    }
    times.ours.push((await replaced).milliseconds)
  }
  const sorted = times.others.toSorted((one, other) => one - other)
  const [total, ofBare] = [median(times.ours), median(times.bare)]
  return {
    engine,
    total,
    bare: ofBare,
    over: total - ofBare,
    memoryPeak: server.memory().peak,
    others: {
      count: sorted.length,
      p50: median(sorted),
      p99: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
      longest: sorted.at(-1) ?? Number.NaN,
    },
  }
}
