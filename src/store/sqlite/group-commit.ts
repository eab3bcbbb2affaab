import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import type { Session } from '../engine/engine.ts'
import { errorOfWrite, isBusy } from './errors.ts'
import type { SqliteSession } from './session.ts'

/** Writes that share one commit at the most. */
const largestBatch = 256
/** The longest that writes wait for another process, as the command line, to finish its own. Milliseconds, as below. */
const longestWait = 5000
const lookAgainAfter = 10
/** Batches with savepoints after one that had to begin anew: where many writes fail, two runs of each batch cost more than savepoints do. */
const savedAfterFailure = 4

interface Job {
  readonly work: (session: Session) => Promise<unknown>
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: unknown) => void
}

/** A write of a batch without savepoints failed after it had written, so that the whole batch is to begin anew. */
class Torn extends Error {}

/**
 * Group commit: writes that arrive while a commit is flushed to the disk share the next commit. All of them are answered when their
 * commit is on disk. Because many writes share one flush, more writes are possible in a second than the disk has flushes.
 *
 * Each write fails alone. One that has written nothing when it fails just stands aside. After any other failure the batch begins
 * anew, with a savepoint for each write: savepoints cost a third of a small write, so a batch has none as long as nothing fails.
 */
export class GroupCommit {
  readonly #database: DatabaseSync
  readonly #session: SqliteSession
  readonly #begin: StatementSync
  readonly #commit: StatementSync
  readonly #save: StatementSync
  readonly #release: StatementSync
  #waiting: Job[] = []
  #drained: Promise<void> | undefined
  /** How many of the next batches have savepoints. */
  #toSave = 0

  constructor(database: DatabaseSync, session: SqliteSession) {
    this.#database = database
    this.#session = session
    this.#begin = database.prepare('begin immediate')
    this.#commit = database.prepare('commit')
    this.#save = database.prepare('savepoint job')
    this.#release = database.prepare('release job')
  }

  /** Runs `work` in a transaction. It is run again when another write of its batch fails. */
  run<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (answer: unknown) => void, reject })
      this.#drained ??= this.#drain()
    })
  }

  /** Resolves when no write waits any more. */
  async idle(): Promise<void> {
    await this.#drained
  }

  /** Runs work while nothing is written. Writes that come meanwhile follow it. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    while (this.#drained) await this.#drained
    const done = Promise.resolve().then(work)
    const goOn = (): Promise<void> => this.#drain()
    this.#drained = done.then(goOn, goOn)
    return done
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Every request that has already arrived can join the batch.
      await new Promise((resolve) => setImmediate(resolve))
      await this.#write(this.#waiting.splice(0, largestBatch))
    }
    this.#drained = undefined
  }

  async #write(batch: readonly Job[]): Promise<void> {
    try {
      const answers = await this.#runAll(batch)
      this.#commit.run()
      for (const answer of answers) answer()
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('rollback')
      for (const job of batch) job.reject(errorOfWrite(error))
    }
  }

  /** Runs the writes in a transaction that is left open. Returns what tells each of its end. */
  async #runAll(batch: readonly Job[]): Promise<(() => void)[]> {
    await this.#beginNow()
    // The transaction itself is the savepoint of a write that is alone.
    if (batch.length > 1 && this.#toSave > 0) {
      this.#toSave--
      return this.#runSaved(batch)
    }
    const answers: (() => void)[] = []
    try {
      for (const job of batch) answers.push(await this.#runBare(job, batch.length === 1))
      return answers
    } catch (error) {
      if (!(error instanceof Torn)) throw error
    }
    this.#database.exec('rollback')
    this.#toSave = savedAfterFailure
    await this.#beginNow()
    return this.#runSaved(batch)
  }

  /** Begins to write. While another process does, reads and probes of this one go on. */
  async #beginNow(): Promise<void> {
    const giveUpAt = performance.now() + longestWait
    for (;;) {
      try {
        this.#begin.run()
        return
      } catch (error) {
        if (!isBusy(error) || performance.now() > giveUpAt) throw error
      }
      await pause(lookAgainAfter)
    }
  }

  async #runBare(job: Job, isAlone: boolean): Promise<() => void> {
    const before = this.#session.written()
    try {
      const answer = await job.work(this.#session)
      // A full disk may have ended the whole transaction, whatever the write made of it.
      if (!this.#database.isTransaction) throw new Error('the transaction ended before its commit')
      return () => job.resolve(answer)
    } catch (error) {
      if (isAlone || !this.#database.isTransaction) throw error
      if (this.#session.written() > before) throw new Torn()
      return () => job.reject(errorOfWrite(error))
    }
  }

  async #runSaved(batch: readonly Job[]): Promise<(() => void)[]> {
    const answers: (() => void)[] = []
    for (const job of batch) answers.push(await this.#runInSavepoint(job))
    return answers
  }

  async #runInSavepoint(job: Job): Promise<() => void> {
    this.#save.run()
    try {
      const answer = await job.work(this.#session)
      this.#release.run()
      return () => job.resolve(answer)
    } catch (error) {
      // A full disk may have ended the whole transaction: then the writes before this one are gone too.
      if (!this.#database.isTransaction) throw error
      this.#database.exec('rollback to job; release job')
      return () => job.reject(errorOfWrite(error))
    }
  }
}
