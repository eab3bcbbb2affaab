import type { PoolClient, QueryResult } from 'pg'
import type { Row, Value } from '../../engine/value.ts'
import { type AskedStatement, runAll, runBatch, type Statement } from '../batch.ts'
import { isConnectionTrouble } from '../errors.ts'
import { byParameters } from '../writer.ts'
import type { Ask, Job, JobSession } from './job.ts'
import { mergeWrites, settingsOfMerged, sumLast, together } from './merge.ts'
import { type RowKey, RowLocks, rowKey } from './row-locks.ts'
import { placeColumn, type Shape } from './shape.ts'

/** Turns of the event loop that a job may take between two statements. One that takes more does other work meanwhile. */
const turnsAtMost = 4
/** Ways to the server and back of a group. One whose jobs wait for the same row would keep it from others for long. */
const roundsAtMost = 16

/**
 * The first statements of a group. It waits for no row for long: a row that others hold is passed over by its locks, and where one of its writes
 * waits for another transaction, the jobs run alone instead.
 */
const beginning: readonly Statement[] = [
  { sql: 'begin isolation level read committed', parameters: [] },
  {
    sql: `select set_config('lock_timeout', '100', true), ${settingsOfMerged}`,
    parameters: [],
  },
]

/** A job failed after it had written, so that the others must run again without it. */
class Spoilt extends Error {}

interface Asked {
  readonly statement: Statement
  take(result: QueryResult<Row>): void
}

/**
 * Runs several jobs in one transaction on one connection, all at once. When each of them waits for an answer, all their
 * statements are sent together, those with the same SQL as one. Jobs that want the same row have it one after another.
 */
export class Group {
  readonly #client: PoolClient
  readonly #jobs: readonly Job[]
  readonly #shapeOf: (sql: string, isLock: boolean) => Shape
  readonly #locks = new RowLocks<Job>()
  readonly #wanted = new Map<Ask, { readonly job: Job; readonly key: RowKey }>()
  readonly #checks = new Set<Ask>()
  #running = 0
  #wake: () => void = () => undefined
  #hasBegun = false
  #hasAskedForCommit = false
  #unsent = new Set<Job>()

  constructor(client: PoolClient, jobs: readonly Job[], shapeOf: (sql: string, isLock: boolean) => Shape) {
    this.#client = client
    this.#jobs = jobs
    this.#shapeOf = shapeOf
  }

  /** Whether the transaction may have been committed, though it failed. */
  get hasAskedForCommit(): boolean {
    return this.#hasAskedForCommit
  }

  /**
   * Runs the jobs, and resolves when the commit of those that are `done` is on disk. Jobs that have left must run
   * alone. When it rejects, nothing of any job is kept, unless the commit was asked for.
   */
  async run(sessions: readonly JobSession[]): Promise<void> {
    try {
      this.#start(sessions)
      for (let round = 0; ; round++) {
        await this.#untilAllWait()
        if (round === roundsAtMost) for (const job of this.#waiting()) if (!job.hasSent) job.leave(undefined, 'waits')
        const writes = this.#takeWrites()
        const asked = this.#takeAsks()
        if (this.#waiting().length === 0 && this.#unsent.size === 0) return await this.#commit(writes)
        if (writes.length + asked.length > 0) await this.#send(writes, asked)
        else this.#breakCircle()
      }
    } catch (error) {
      for (const job of this.#jobs) if (job.state === 'works') job.leave(error)
      if (this.#hasBegun && !isConnectionTrouble(error)) {
        await runBatch(this.#client, [{ sql: 'rollback', parameters: [] }])
      }
      throw error
    }
  }

  #start(sessions: readonly JobSession[]): void {
    this.#running = this.#jobs.length
    const group = {
      shapeOf: this.#shapeOf,
      stopped: () => {
        if (--this.#running === 0) this.#wake()
      },
      resumed: () => {
        this.#running++
      },
    }
    for (const [index, job] of this.#jobs.entries()) {
      const lent = sessions[index] as JobSession
      lent.job = job
      this.#unsent.add(job)
      job.start(group, lent.session)
    }
  }

  #waiting(): Job[] {
    return this.#jobs.filter(({ state }) => state === 'works')
  }

  /** Has jobs that wait for each other's rows in a circle leave. */
  #breakCircle(): void {
    const waiting = this.#waiting()
    const [, ...later] = this.#unsent
    for (const job of waiting.length > 0 ? waiting : later) job.leave()
  }

  async #untilAllWait(): Promise<void> {
    for (let turn = 0; turn < turnsAtMost && this.#running > 0; turn++) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        setImmediate(resolve)
      })
    }
    for (const job of this.#jobs) if (job.isRunning) job.leave()
    if (this.#jobs.some(({ state, hasSent }) => hasSent && state !== 'works' && state !== 'done')) {
      throw new Spoilt('a job of the group failed after it had written')
    }
  }

  /** The writes of all jobs that are over, but for those that write a row which another job has locked. */
  #takeWrites(): Statement[] {
    const ready: Job[] = []
    for (const job of this.#unsent) {
      if (job.state === 'works') continue
      if (job.state !== 'done') this.#locks.give(job)
      else if (keysOf(job).some((key) => this.#locks.isTaken(key, job))) continue
      else ready.push(job)
      this.#unsent.delete(job)
    }
    for (const job of ready) this.#locks.give(job)
    return mergeWrites(ready.map(({ writes }) => writes))
  }

  /** The statements that jobs wait for and that can be sent, with those that take their results. */
  #takeAsks(): Asked[] {
    const bySql = new Map<string, Ask[]>()
    const taken = new Map<string, Ask[]>()
    for (const job of this.#waiting()) {
      for (const ask of job.asks) {
        if (ask.kind === 'allocate') {
          job.hasSent = true
          group(taken, JSON.stringify(ask.statement.parameters.slice(0, 2)), ask)
          continue
        }
        const isLock = ask.kind === 'lock' && !this.#checks.has(ask)
        if (isLock) {
          const key = rowKey(ask.shape.table, ask.shape.key, ask.statement.parameters)
          if (this.#locks.isTaken(key, job)) continue
          this.#locks.take(key, job)
          this.#wanted.set(ask, { job, key })
        }
        group(bySql, `${isLock ? 'lock' : 'read'} ${ask.statement.sql}`, ask)
      }
    }
    return [
      ...[...taken].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, asks]) => allocating(asks)),
      ...[...bySql.values()].flatMap((asks) => this.#asking(asks)),
    ]
  }

  /** One statement for all that ask the same of other rows, or one for each where it cannot be merged. */
  #asking(asks: readonly Ask[]): Asked[] {
    const [first] = asks as [Ask]
    const isLock = first.kind === 'lock' && !this.#checks.has(first)
    const shape = first.kind === 'lock' && !isLock ? this.#shapeOf(first.statement.sql, false) : first.shape
    if (asks.length === 1 || shape.merged === undefined) {
      return asks.map((ask) => ({
        statement: isLock ? { ...ask.statement, sql: `${ask.statement.sql} for update skip locked` } : ask.statement,
        take: ({ rows }) => this.#answer(ask, rows),
      }))
    }
    const rows = asks.map(({ statement }) => statement.parameters)
    return [
      {
        statement: together(shape.merged, rows),
        take: (result) => {
          const found: Row[][] = asks.map(() => [])
          for (const { [placeColumn]: place, ...row } of result.rows) found[(place as number) - 1]?.push(row)
          for (const [index, ask] of asks.entries()) this.#answer(ask, found[index] as Row[])
        },
      },
    ]
  }

  /** Answers an ask. A row that was not locked may be another transaction's: then the job must wait for it, alone. */
  #answer(ask: Ask, rows: Row[]): void {
    const wanted = this.#wanted.get(ask)
    const [row] = rows
    if (!wanted || (this.#checks.has(ask) && !row)) ask.answer(rows)
    else if (!row) this.#checks.add(ask)
    else if (rows.length > 1 || this.#checks.has(ask)) wanted.job.leave()
    else {
      this.#locks.narrow(wanted.key, wanted.job, ask.shape.rowKey, row)
      ask.answer(rows)
    }
  }

  async #send(writes: readonly Statement[], asked: readonly Asked[]): Promise<void> {
    const results = await this.#runAll([
      ...writes.map((statement) => ({ ...statement, isAsked: false })),
      ...asked.map(({ statement }) => ({ ...statement, isAsked: true })),
    ])
    for (const [index, { take }] of asked.entries()) take(results[index] as QueryResult<Row>)
  }

  async #commit(writes: readonly Statement[]): Promise<void> {
    const done = this.#jobs.filter(({ state }) => state === 'done')
    const lasts = sumLast(done.flatMap(({ lasts }) => lasts)).sort(byParameters)
    const all = [...writes, ...mergeWrites([lasts])]
    // Where nothing was read and nothing is written there is no transaction yet.
    if (!this.#hasBegun && all.length === 0) return
    this.#hasAskedForCommit = true
    const statements = all.map((statement) => ({ ...statement, isAsked: false }))
    const [result] = await this.#runAll([...statements, { sql: 'commit', parameters: [], isAsked: true }])
    if (result?.command !== 'COMMIT') throw new Error('a statement failed, and the work went on')
  }

  #runAll(statements: readonly AskedStatement[]): Promise<QueryResult<Row>[]> {
    const first = this.#hasBegun ? [] : beginning.map((statement) => ({ ...statement, isAsked: false }))
    this.#hasBegun = true
    return runAll(this.#client, [...first, ...statements])
  }
}

function group(asks: Map<string, Ask[]>, by: string, ask: Ask): void {
  const others = asks.get(by)
  if (others) others.push(ask)
  else asks.set(by, [ask])
}

/** Takes numbers of one sequence for several jobs, and gives each its own. */
function allocating(asks: readonly Ask[]): Asked {
  const [{ statement }] = asks as [Ask]
  const counts = asks.map((ask) => ask.statement.parameters[2] as number)
  const parameters: Value[] = [...statement.parameters.slice(0, 2), counts.reduce((sum, count) => sum + count, 0)]
  return {
    statement: { ...statement, parameters },
    take({ rows }) {
      let first = rows[0]?.first as number
      for (const [index, ask] of asks.entries()) {
        ask.answer([{ first }])
        first += counts[index] as number
      }
    },
  }
}

/** The rows that a job may change, but for those that it makes. */
function keysOf({ writes }: Job): RowKey[] {
  return writes
    .filter(({ shape }) => shape.kind !== 'insert')
    .map(({ shape, parameters }) => rowKey(shape.table, shape.key, parameters))
}
