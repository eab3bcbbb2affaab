import type { PoolClient } from 'pg'
import { LostRace } from '../../../core/errors.ts'
import type { Session } from '../../engine/engine.ts'
import { bookIsAway, gotNoAnswer, isConnectionTrouble } from '../errors.ts'
import { Group } from './group.ts'
import { Job, JobSession } from './job.ts'
import type { Shapes } from './shapes.ts'

/** Jobs of one transaction at the most. */
const largestGroup = 64
/** Groups under way before the next waits for one of them to be over. */
const atOnce = 1
/** The longest that a group waits for those under way, in milliseconds: one of them may wait for a row that others hold. */
const longestWait = 25

/** The ways in which a gatherer runs jobs. */
export interface Ways {
  /** Runs a job in a transaction of its own, again after a lost race. */
  alone<T>(work: (session: Session) => Promise<T>): Promise<T>
  /** Lends a connection to a group. */
  lend<T>(use: (client: PoolClient) => Promise<T>): Promise<T>
  readonly shapes: Shapes
}

/**
 * Group commit: writes that arrive while others are under way run together in one transaction. A write that arrives when
 * nothing is under way runs at once, and alone.
 */
export class Gatherer {
  readonly #ways: Ways
  readonly #waitingAtMost: number
  readonly #sessions: JobSession[] = []
  #waiting: Job[] = []
  #underWay = 0
  #isStarting = false

  constructor(ways: Ways, waitingAtMost: number) {
    this.#ways = ways
    this.#waitingAtMost = waitingAtMost
  }

  run<T>(work: (session: Session) => Promise<T>): Promise<T> {
    if (this.#waiting.length >= this.#waitingAtMost) {
      return Promise.reject(bookIsAway(new Error('too many writes wait for a connection')))
    }
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push(new Job(work, resolve as (answer: unknown) => void, reject))
      this.#startNext()
    })
  }

  #startNext(): void {
    if (this.#isStarting || this.#underWay >= atOnce || this.#waiting.length === 0) return
    this.#isStarting = true
    // Every request that has already arrived can join the group.
    setImmediate(() => {
      this.#isStarting = false
      const jobs = this.#waiting.splice(0, largestGroup)
      this.#underWay++
      let isUnderWay = true
      const end = (): void => {
        clearTimeout(timer)
        if (!isUnderWay) return
        isUnderWay = false
        this.#underWay--
        this.#startNext()
      }
      const timer = setTimeout(end, longestWait)
      const [first] = jobs
      if (jobs.length === 1) this.#runAlone(first as Job).finally(end)
      else this.#runTogether(jobs).finally(end)
      this.#startNext()
    })
  }

  async #runAlone(job: Job): Promise<void> {
    await job.over
    await this.#ways.alone(job.work).then(job.resolve, job.reject)
  }

  /** Runs a job in one of the next groups. */
  async #runAgain(job: Job): Promise<void> {
    await job.over
    this.#waiting.unshift(job)
    this.#startNext()
  }

  async #runTogether(jobs: readonly Job[]): Promise<void> {
    const sessions = jobs.map(() => this.#sessions.pop() ?? new JobSession())
    const takeBack = (): void => {
      for (const [index, job] of jobs.entries()) {
        job.over.then(() => this.#sessions.push(sessions[index] as JobSession))
      }
    }
    let group: Group | undefined
    try {
      const { shapes } = this.#ways
      await shapes.know()
      await this.#ways.lend(async (client) => {
        group = new Group(client, jobs, (sql, isLock) => shapes.of(sql, isLock))
        await group.run(sessions)
      })
    } catch (error) {
      takeBack()
      // Nobody knows the outcome of a commit without an answer: it is refused, and never run again.
      const isUnclear = group?.hasAskedForCommit && isConnectionTrouble(error)
      for (const job of jobs) {
        const isRefused = isUnclear ? !job.hasLeft : gotNoAnswer(error) || !group
        if (isRefused) job.reject(error)
        else this.#runAlone(job)
      }
      return
    }
    takeBack()
    for (const job of jobs) {
      if (job.state === 'done') job.resolve(job.outcome)
      else if (job.state === 'waits') this.#runAgain(job)
      else if (job.state === 'left' || job.outcome instanceof LostRace) this.#runAlone(job)
      else job.reject(job.outcome)
    }
  }
}
