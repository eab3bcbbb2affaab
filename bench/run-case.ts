import type { BenchCase } from './cases.ts'
import type { Child } from './child.ts'
import { measureRate, median, type Rate, send } from './load.ts'

/** The figures of one case: requests a second, or milliseconds a request where requests ran one by one. */
export interface CaseResult {
  readonly name: string
  readonly title: string
  readonly unit: 'requests/s' | 'ms'
  readonly dialbook: number
  readonly bare: number
  /** The figure of dialbook over that of the bare server. */
  readonly ratio: number
  readonly goal: string
  readonly reached: boolean | null
  readonly p99: number | null
  /** Processor time for a request, of dialbook over the bare server. Noise of the machine leaves it alone. */
  readonly cpuRatio: number | null
  readonly cpuMicroseconds: number | null
  readonly memoryNow: number
  readonly memoryPeak: number
}

const rounds = 3
const secondsEach = 4
const singles = 7

/** Runs one case in alternating rounds and keeps the medians. */
export async function runCase(what: BenchCase, server: Child, bare: Child): Promise<CaseResult> {
  const request = await what.prepare(server.url)
  const { body } = await send(server.url, request)
  await send(bare.url, { path: '/', headers: {}, body: body.toString() }, 'PUT')
  const measured = what.load === 'single' ? await runSingles() : await runLoad(what.load.connections)
  const { now, peak } = server.memory()
  const ratio = measured.dialbook / measured.bare
  return {
    name: what.name,
    title: what.title,
    ...measured,
    ratio,
    ...judge(what.goal, ratio),
    memoryNow: now,
    memoryPeak: peak,
  }

  async function runLoad(connections: number) {
    await measureRate(server.url, request, connections, 1)
    await measureRate(bare.url, request, connections, 1)
    const ours = []
    const theirs = []
    const cpu = { ours: 0, theirs: 0 }
    for (let round = 0; round < rounds; round++) {
      cpu.theirs -= bare.cpu()
      theirs.push(await measureRate(bare.url, request, connections, secondsEach))
      cpu.theirs += bare.cpu()
      cpu.ours -= server.cpu()
      ours.push(await measureRate(server.url, request, connections, secondsEach))
      cpu.ours += server.cpu()
    }
    const cpuMicroseconds = cpu.ours / total(ours)
    return {
      unit: 'requests/s' as const,
      dialbook: median(ours.map(({ perSecond }) => perSecond)),
      bare: median(theirs.map(({ perSecond }) => perSecond)),
      p99: median(ours.map(({ p99 }) => p99)),
      cpuMicroseconds,
      cpuRatio: cpuMicroseconds / (cpu.theirs / total(theirs)),
    }
  }

  async function runSingles() {
    const ours = []
    const theirs = []
    for (let round = 0; round < singles; round++) {
      theirs.push((await send(bare.url, request)).milliseconds)
      ours.push((await send(server.url, request)).milliseconds)
    }
    return {
      unit: 'ms' as const,
      dialbook: median(ours),
      bare: median(theirs),
      p99: null,
      cpuMicroseconds: null,
      cpuRatio: null,
    }
  }
}

function total(rates: readonly Rate[]): number {
  return rates.reduce((sum, { requests }) => sum + requests, 0)
}

function judge(goal: BenchCase['goal'], ratio: number): { goal: string; reached: boolean | null } {
  if (goal === null) return { goal: '', reached: null }
  if ('atLeast' in goal) return { goal: `≥ ${goal.atLeast}`, reached: ratio >= goal.atLeast }
  return { goal: `≤ ${goal.atMost}`, reached: ratio <= goal.atMost }
}
