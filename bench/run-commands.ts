import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { CommandCase } from './cases/case.ts'
import { track } from './ending.ts'
import { type Felt, Others } from './others.ts'
import type { Pace } from './pace.ts'
import { cpuOf, memoryPeakOf } from './processes.ts'
import type { CommandRow, Round } from './row.ts'
import type { Measured } from './run-requests.ts'
import { median } from './statistics.ts'
import type { Subject } from './subject.ts'

interface Ran {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly memoryPeak: number
}

/** Measures a command of each subject by turns, beside a small update of another account. */
export async function runCommands(
  what: CommandCase,
  subjects: readonly Subject[],
  pace: Pace,
): Promise<Measured<CommandRow>[]> {
  const ran = subjects.map((): Ran[] => [])
  const felt = subjects.map((): Felt[] => [])
  for (const [index, subject] of subjects.entries()) {
    const others = await Others.of(subject.server.url)
    await others.alone(0.3)
    felt[index]?.push(await others.alone(1))
    await others.stop()
  }
  for (let round = 0; round < pace.commandRounds; round++) {
    for (const index of round % 2 === 0 ? subjects.keys() : [...subjects.keys()].reverse()) {
      const subject = subjects[index] as Subject
      const args = await what.prepare(round)
      const others = await Others.of(subject.server.url)
      felt[index]?.push(await others.during(1, async () => ran[index]?.push(await run(subject, args))))
      await others.stop()
    }
  }
  return subjects.map((subject, index) => {
    const own = ran[index] as Ran[]
    const rounds = own.map(
      ({ seconds, cpuSeconds }): Round => ({ times: [seconds * 1000], perSecond: 1 / seconds, cpu: cpuSeconds * 1e6 }),
    )
    return { subject, rounds, row: rowOf(what, subject, own, felt[index] as Felt[]) }
  })
}

function rowOf(
  { name, table, title, lines }: CommandCase,
  { engine }: Subject,
  ran: readonly Ran[],
  felt: readonly Felt[],
): CommandRow {
  const seconds = median(ran.map((each) => each.seconds))
  return {
    kind: 'commands',
    case: name,
    ...{ table, title, engine, seconds },
    cpuSeconds: median(ran.map((each) => each.cpuSeconds)),
    linesPerSecond: lines / seconds,
    memoryPeak: Math.max(...ran.map((each) => each.memoryPeak)),
    others: felt.slice(0, 2),
  }
}

/** Runs a command, and looks at its processor time and its memory meanwhile. */
async function run({ revision, place }: Subject, args: readonly string[]): Promise<Ran> {
  const began = performance.now()
  const command = [join(revision.root, 'bin/dialbook.js'), ...args, ...place]
  const child = track(spawn(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] }))
  const pid = child.pid as number
  let [cpu, memoryPeak] = [0, 0]
  const look = setInterval(() => {
    cpu = Math.max(cpu, cpuOf(pid))
    memoryPeak = Math.max(memoryPeak, memoryPeakOf(pid))
  }, 5)
  const [code] = await once(child, 'close')
  clearInterval(look)
  if (code !== 0) throw new Error(`dialbook ${args.join(' ')} ended with ${code}`)
  return { seconds: (performance.now() - began) / 1000, cpuSeconds: cpu / 1e6, memoryPeak }
}
