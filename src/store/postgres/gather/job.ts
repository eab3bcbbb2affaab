import { LostRace } from '../../../core/errors.ts'
import type { Session } from '../../engine/engine.ts'
import { allocation } from '../../engine/sequences.ts'
import type { Row, Value } from '../../engine/value.ts'
import { mustFit, type Statement } from '../batch.ts'
import type { Write } from './merge.ts'
import type { Shape } from './shape.ts'

/** Statements that a job of a group writes at the most, and the characters and bytes of their parameters. */
const writesAtMost = 32
const sizeAtMost = 64 * 1024

/**
 * The sequences of which jobs of a group may take numbers. Their rows lock nothing else, and the use cases that take
 * from them only put rows behind that.
 */
const plainSequences: ReadonlySet<Value | undefined> = new Set(['group', 'entry', 'contact'])

export type Work = (session: Session) => Promise<unknown>

/** A statement whose answer a job waits for. */
export interface Ask {
  readonly kind: 'read' | 'lock' | 'allocate'
  readonly statement: Statement
  readonly shape: Shape
  answer(rows: Row[]): void
  fail(error: unknown): void
}

/** How a job is told apart from the others of its group, and what it tells them. */
interface Group {
  shapeOf(sql: string, isLock: boolean): Shape
  /** The job waits for an answer, or is over. */
  stopped(): void
  /** The job goes on. */
  resumed(): void
}

/**
 * A transaction's work in a group. It sends nothing but reads and locks until it is over: its writes are kept here, so that nothing
 * of it needs to be undone when it fails. A job that needs more than that leaves the group, and runs alone.
 */
export class Job {
  readonly work: Work
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: unknown) => void
  /** Statements that wait to be sent, those that were sent among them. */
  readonly asks = new Set<Ask>()
  readonly writes: Write[] = []
  readonly lasts: Write[] = []
  /** Settles when the work is over, also that of a job that has left. */
  over: Promise<void> = Promise.resolve()
  state: 'works' | 'done' | 'failed' | 'left' | 'waits' = 'works'
  /** Whether a statement was sent that wrote something. */
  hasSent = false
  outcome: unknown
  #group: Group | undefined
  #size = 0

  constructor(work: Work, resolve: (answer: unknown) => void, reject: (error: unknown) => void) {
    this.work = work
    this.resolve = resolve
    this.reject = reject
  }

  get isRunning(): boolean {
    return this.state === 'works' && this.asks.size === 0
  }

  get hasLeft(): boolean {
    return this.state === 'left' || this.state === 'waits'
  }

  /** Runs the work in a group, from its beginning. */
  start(group: Group, session: Session): void {
    this.#group = group
    this.#size = 0
    this.state = 'works'
    this.hasSent = false
    for (const list of [this.writes, this.lasts]) list.length = 0
    this.over = this.work(session).then(
      (answer) => this.#end('done', answer),
      (error) => this.#end('failed', error),
    )
  }

  /** Has the job run alone, or in a later group. Whatever it waits for or asks from now on fails. */
  leave(cause?: unknown, state: 'left' | 'waits' = 'left'): LostRace {
    const error = new LostRace({ cause })
    const wasRunning = this.isRunning
    const asks = [...this.asks]
    this.asks.clear()
    if (wasRunning) this.#group?.stopped()
    if (!this.hasLeft) this.state = state
    for (const ask of asks) ask.fail(error)
    return error
  }

  ask(kind: Ask['kind'], statement: Statement, shape: Shape): Promise<Row[]> {
    mustFit(statement.parameters)
    return new Promise((resolve, reject) => {
      if (this.isRunning) this.#group?.stopped()
      const ask: Ask = {
        kind,
        statement,
        shape,
        answer: (rows) => {
          if (!this.asks.delete(ask)) return
          if (this.isRunning) this.#group?.resumed()
          resolve(rows)
        },
        fail: reject,
      }
      this.asks.add(ask)
    })
  }

  async read(sql: string, parameters: readonly Value[]): Promise<Row[]> {
    if (this.hasLeft) throw this.leave()
    const statement = { sql, parameters }
    if (sql === allocation) {
      if (!plainSequences.has(parameters[1])) throw this.leave()
      return this.ask('allocate', statement, this.#shapeOf(sql, false))
    }
    const shape = this.#shapeOf(sql, false)
    if (shape.kind !== 'read' || this.#hasWritten(sql)) throw this.leave()
    return this.ask('read', statement, shape)
  }

  async lock(sql: string, parameters: readonly Value[]): Promise<Row[]> {
    if (this.hasLeft) throw this.leave()
    const shape = this.#shapeOf(sql, true)
    if (shape.key === undefined || this.#hasWritten(sql)) throw this.leave()
    return this.ask('lock', { sql, parameters }, shape)
  }

  async put(list: Write[], sql: string, parameters: readonly Value[]): Promise<void> {
    if (this.hasLeft) throw this.leave()
    mustFit(parameters)
    for (const value of parameters) if (typeof value === 'object') this.#size += value?.byteLength ?? 0
    for (const value of parameters) if (typeof value === 'string') this.#size += value.length
    const shape = this.#shapeOf(sql, false)
    const isMuch = this.writes.length >= writesAtMost || this.#size > sizeAtMost
    if (shape.kind === 'other' || shape.kind === 'read' || isMuch) throw this.leave()
    list.push({ sql, parameters, shape })
  }

  #shapeOf(sql: string, isLock: boolean): Shape {
    return (this.#group as Group).shapeOf(sql, isLock)
  }

  /** Whether a statement names a table to which the job has put something that was not sent yet. */
  #hasWritten(sql: string): boolean {
    return this.writes.some(({ shape }) => sql.includes(shape.table))
  }

  #end(state: 'done' | 'failed', outcome: unknown): void {
    if (this.hasLeft) return
    const wasRunning = this.isRunning
    this.asks.clear()
    this.state = state
    this.outcome = outcome
    if (wasRunning) this.#group?.stopped()
  }
}

/** A session that is lent to one job after another, so that what the store makes for a session is made once. */
export class JobSession {
  job: Job | undefined
  readonly session: Session = {
    sumsRows: false,
    all: (sql, parameters) => this.#of().read(sql, parameters),
    one: async (sql, parameters) => (await this.#of().read(sql, parameters))[0],
    lockOne: async (sql, parameters) => (await this.#of().lock(sql, parameters))[0],
    lockAll: async () => {
      throw this.#of().leave()
    },
    run: async () => {
      throw this.#of().leave()
    },
    insertRows: async () => {
      throw this.#of().leave()
    },
    put: (sql, parameters) => this.#of().put(this.#of().writes, sql, parameters),
    putLast: (sql, parameters) => this.#of().put(this.#of().lasts, sql, parameters),
  }

  #of(): Job {
    return this.job as Job
  }
}
