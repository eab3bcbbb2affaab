import type { Session } from '../engine/engine.ts'
import { diskReasonOf } from './errors.ts'

/** Milliseconds between two trials while the disk takes no writes. */
const tryEveryMs = 1000

/**
 * Watches whether the disk takes writes. A write that the disk refused tells that it does not; from then on a trial each second
 * tells when it does again. A full disk may refuse a long list and take a trial: then only such lists are refused.
 */
export class DiskWatch {
  readonly #run: (work: (session: Session) => Promise<unknown>) => Promise<unknown>
  #reason: string | null = null
  #timer: NodeJS.Timeout | undefined

  /** `run` runs work in a transaction. */
  constructor(run: (work: (session: Session) => Promise<unknown>) => Promise<unknown>) {
    this.#run = run
  }

  /** The reason for which the disk takes no writes; null while nothing is known against it. */
  get reason(): string | null {
    return this.#reason
  }

  /** Hears of a write that failed. */
  failed(refusal: unknown): void {
    const reason = diskReasonOf((refusal as { cause?: unknown } | undefined)?.cause)
    if (reason === undefined) return
    this.#reason = reason
    this.#timer ??= setInterval(() => this.#look(), tryEveryMs).unref()
  }

  close(): void {
    clearInterval(this.#timer)
  }

  async #look(): Promise<void> {
    try {
      await this.#run(tryWriting)
      this.#reason = null
      clearInterval(this.#timer)
      this.#timer = undefined
    } catch (error) {
      this.failed(error)
    }
  }
}

/** The smallest write, which changes nothing. */
export function tryWriting(session: Session): Promise<number> {
  return session.run("update facts set value = value where name = 'key'", [])
}
