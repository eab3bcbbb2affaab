import { headers } from './books.ts'
import type { RequestCase } from './cases/case.ts'
import type { Child } from './child.ts'
import { type Drive, drive, type Next } from './load.ts'
import { type Felt, Others } from './others.ts'
import type { Pace } from './pace.ts'
import { send } from './request.ts'
import { figuresOf, type RequestRow, type Round, rateOf, ratioOf, timeOf } from './row.ts'
import type { Subject } from './subject.ts'

/** What a case took on one subject: its row, and the rounds that ratios to other subjects are made of. */
export interface Measured<R> {
  readonly subject: Subject
  readonly row: R
  readonly rounds: readonly Round[]
}

/** A server that takes its turn. */
interface Turn {
  readonly url: string
  readonly next: Next
  readonly rounds: Round[]
  readonly seconds: number
  cpu(): number
}

/** Measures a case on subjects that take turns with the bare server, and then what others feel beside it. */
export async function runRequests(
  what: RequestCase,
  subjects: readonly Subject[],
  bare: Child,
  pace: Pace,
): Promise<Measured<RequestRow>[]> {
  const finders = what.finds ? await Promise.all(subjects.map((subject) => subject.finder())) : undefined
  const turns: Turn[] = []
  for (const [index, subject] of subjects.entries()) {
    const { url, cpu } = finders?.[index] ?? { url: subject.server.url, cpu: () => subject.cpu() }
    turns.push({ url, cpu, next: await what.prepare(subject.server.url), rounds: [], seconds: pace.seconds })
  }
  const ofBare = what.ratio === null ? undefined : await prepareBare(bare, turns[0] as Turn, pace)
  await runRounds(what, ofBare ? [ofBare, ...turns] : turns, pace)
  const measured: Measured<RequestRow>[] = []
  for (const [index, subject] of subjects.entries()) {
    const { rounds, next } = turns[index] as Turn
    const server = finders?.[index] ?? subject.server
    const others = await feelOthers(what, subject, next, pace)
    measured.push({
      subject,
      rounds,
      row: { ...rowOf(what, subject, rounds, ofBare?.rounds), memoryPeak: server.memoryPeak(), others },
    })
  }
  for (const finder of finders ?? []) await finder.stop()
  return measured
}

/** Teaches the bare server the answer. It gets one request again and again. */
async function prepareBare(bare: Child, { url, next }: Turn, pace: Pace): Promise<Turn> {
  const request = next(0)
  const answer = await send(url, request)
  await send(bare.url, { method: 'PUT', path: '/answer', headers: headers.other, body: answer.toString() })
  return { url: bare.url, next: () => request, rounds: [], seconds: pace.bareSeconds, cpu: () => bare.cpu() }
}

async function runRounds(what: RequestCase, turns: readonly Turn[], pace: Pace): Promise<void> {
  const how = (seconds: number, atLeast: number): Drive => ({
    ...{ connections: what.connections, seconds, atLeast, limitSeconds: pace.limitSeconds },
    ...(what.atMost && { atMost: what.atMost }),
  })
  const { connections } = what
  for (const { url, next, seconds } of turns) await drive(url, next, how(seconds / 2, Math.max(300, 30 * connections)))
  for (let round = 0; round < pace.rounds; round++) {
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) {
      const before = turn.cpu()
      const { seconds, times } = await drive(turn.url, turn.next, how(turn.seconds, 10 * connections))
      turn.rounds.push({ times, perSecond: times.length / seconds, cpu: (turn.cpu() - before) / times.length })
    }
  }
}

/** Times the small update of another account: alone, and beside so many clients as the case says. */
async function feelOthers({ others = [] }: RequestCase, subject: Subject, next: Next, pace: Pace): Promise<Felt[]> {
  if (others.length === 0 || pace.othersSeconds === 0) return []
  const { url } = subject.server
  const other = await Others.of(url)
  await other.alone(0.3)
  const felt = [await other.alone(pace.othersSeconds)]
  for (const connections of others) {
    felt.push(
      await other.during(connections, () =>
        drive(url, next, { connections, seconds: pace.othersSeconds, mayBeRefused: true }),
      ),
    )
  }
  await other.stop()
  return felt
}

function rowOf(
  { name, table, title, connections, ratio, goal, series }: RequestCase,
  { engine }: Subject,
  rounds: readonly Round[],
  ofBare: readonly Round[] | undefined,
): Omit<RequestRow, 'memoryPeak' | 'others'> {
  return {
    kind: 'requests',
    case: name,
    ...{ table, title, engine, connections, ...figuresOf(rounds) },
    bare: ofBare ? figuresOf(ofBare) : null,
    ratio: ofBare ? ratioOf(rounds, ofBare, ratio === 'time' ? timeOf : rateOf) : null,
    ratioOf: ratio,
    goal: goal ?? null,
    series: series ?? null,
  }
}
