import { inTurns } from '../cases/calls.ts'
import type { Child } from '../child.ts'
import { drive } from '../load.ts'
import { type Figures, figuresOf, type Round } from '../row.ts'
import type { Contender } from './contender.ts'

/** The figures of one program under small updates. Each connection updates a record of its own. */
export interface RivalRow extends Figures {
  readonly case: string
  readonly engine: string
  readonly durable: string
  readonly memoryPeak: number
}

const connections = 64
const seconds = 3
/** On a busy machine a round goes on until the programs are warm. */
const enough = { atLeast: 30 * connections, limitSeconds: 10 }

/** Has the programs make small updates in turns, so that other work of the machine meets them all. */
export async function runRivals(contenders: readonly Contender[], rounds: number): Promise<RivalRow[]> {
  const rows: RivalRow[] = []
  const running: { contender: Contender; child: Child; next: ReturnType<typeof inTurns>; rounds: Round[] }[] = []
  for (const contender of contenders) {
    process.stderr.write(`starting ${contender.program}\n`)
    try {
      const child = await contender.start()
      const records = []
      while (records.length < connections) records.push(await contender.updates(child.url))
      running.push({ contender, child, next: inTurns(records), rounds: [] })
    } catch (error) {
      // The rest of the run is still worth keeping.
      console.error(`SKIPPED: ${contender.program} does not start\n${(error as Error).message.slice(0, 2000)}`)
    }
  }
  for (const { child, next } of running) await drive(child.url, next, { connections, seconds: 1, ...enough })
  for (let round = 0; round < rounds; round++) {
    for (const each of round % 2 === 0 ? running : running.toReversed()) {
      const before = each.child.cpu()
      const driven = await drive(each.child.url, each.next, { connections, seconds, ...enough })
      const count = driven.times.length
      each.rounds.push({
        times: driven.times,
        perSecond: count / driven.seconds,
        cpu: (each.child.cpu() - before) / count,
      })
    }
  }
  for (const { contender, child, rounds: own } of running) {
    const { program, durable } = contender
    rows.push({ case: program, engine: '', durable, ...figuresOf(own), memoryPeak: child.memoryPeak() })
    await child.stop()
  }
  return rows
}
