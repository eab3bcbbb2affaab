import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import type { Session } from '../engine/engine.ts'
import { errorOfWrite, isBusy } from './errors.ts'

/** Writes that share one commit at the most. */
const largestBatch = 256
/** The longest that writes wait for another process, as the command line, to finish its own. Milliseconds, as below. */
const longestWait = 5000
const lookAgainAfter = 10

interface Job {
  readonly work: (session: Session) => Promise<unknown>
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * Group commit: writes that arrive while a commit is flushed to the disk share the next commit. Each write is a
 * savepoint of its own, so that it fails alone. All of them are answered when their commit is on disk. Because many
 * writes share one flush, more writes are possible in a second than the disk has flushes.
 */
export class GroupCommit {
  readonly #database: DatabaseSync
  readonly #session: Session
  readonly #save: StatementSync
  readonly #release: StatementSync
  #waiting: Job[] = []
  #drained: Promise<void> | undefined

  constructor(database: DatabaseSync, session: Session) {
    this.#database = database
    this.#session = session
    this.#save = database.prepare('savepoint job')
    this.#release = database.prepare('release job')
  }

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

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Every request that has already arrived can join the batch.
      await new Promise((resolve) => setImmediate(resolve))
      await this.#commit(this.#waiting.splice(0, largestBatch))
    }
    this.#drained = undefined
  }

  async #commit(batch: readonly Job[]): Promise<void> {
    const answers: (() => void)[] = []
    try {
      await this.#begin()
      for (const job of batch) answers.push(await this.#attempt(job))
      this.#database.exec('commit')
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('rollback')
      for (const job of batch) job.reject(errorOfWrite(error))
      return
    }
    for (const answer of answers) answer()
  }

  /** Begins to write. While another process does, reads and probes of this one go on. */
  async #begin(): Promise<void> {
    const giveUpAt = performance.now() + longestWait
    for (;;) {
      try {
        return this.#database.exec('begin immediate')
      } catch (error) {
        if (!isBusy(error) || performance.now() > giveUpAt) throw error
      }
      await pause(lookAgainAfter)
    }
  }

  async #attempt(job: Job): Promise<() => void> {
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
