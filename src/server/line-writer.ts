import { write, writeSync } from 'node:fs'

/** Characters that are collected before they are written: a write for each line would cost more than all else of a line. */
const batchLength = 8192
/** Milliseconds after which a line is written at the latest, when the one before has been. */
const longestHeldMs = 200
/** Milliseconds until a reader that is behind is tried again. */
const tryAgainMs = 50
/** Tries of a process that cannot wait: half a second for a reader that is behind. */
const syncTries = 10
/** Characters that wait at the most for a reader that does not read. Lines beyond are left out, and counted. */
const heldAtMost = 8 * 1024 * 1024

/** A batch on its way to the file. */
interface Batch {
  rest: Buffer
  readonly lines: number
}

/**
 * Writes lines to an open file or pipe, in batches and in order. Nobody ever waits for the file: lines that it does not take, as on a
 * full disk or behind a reader that is gone, are left out, and the next one that it takes follows a line that tells how many.
 */
export class LineWriter {
  readonly #fd: number
  readonly #lost: (lines: number) => string
  #held = ''
  #heldLines = 0
  #lostLines = 0
  #batch: Batch | undefined
  #isTimed = false
  #onIdle: (() => void) | undefined

  /** `lost` makes the line that tells of lines which are left out. */
  constructor(fd: number, lost: (lines: number) => string) {
    this.#fd = fd
    this.#lost = lost
  }

  /** Takes a line, which ends with its line break. */
  write(line: string): void {
    if (this.#held.length >= heldAtMost) {
      this.#lostLines++
      return
    }
    this.#held += line
    this.#heldLines++
    if (this.#held.length >= batchLength) this.flush()
    else if (!this.#isTimed) this.#time()
  }

  /** Begins to write all lines so far. */
  flush(): void {
    if (this.#batch) return
    this.#batch = this.#take()
    if (this.#batch) this.#send(this.#batch)
    else this.#onIdle?.()
  }

  /** Writes all lines before it returns, for a process that ends. A batch that is on its way already is not waited for. */
  flushSync(): void {
    const batch = this.#take()
    if (!batch) return
    try {
      for (let tries = 0; batch.rest.length > 0; ) {
        try {
          batch.rest = batch.rest.subarray(writeSync(this.#fd, batch.rest))
        } catch (error) {
          if (!isBehind(error) || ++tries === syncTries) throw error
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, tryAgainMs)
        }
      }
    } catch {
      this.#lostLines += batch.lines
    }
  }

  /** Resolves when all lines so far were written, or could not be. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#onIdle = resolve
      this.flush()
    })
  }

  #time(): void {
    this.#isTimed = true
    setTimeout(() => {
      this.#isTimed = false
      this.flush()
    }, longestHeldMs).unref()
  }

  #take(): Batch | undefined {
    if (this.#heldLines === 0) return undefined
    const before = this.#lostLines > 0 ? this.#lost(this.#lostLines) : ''
    const batch = { rest: Buffer.from(before + this.#held), lines: this.#heldLines + this.#lostLines }
    this.#held = ''
    this.#heldLines = 0
    this.#lostLines = 0
    return batch
  }

  #send(batch: Batch): void {
    write(this.#fd, batch.rest, (error, written) => {
      if (!error) batch.rest = batch.rest.subarray(written)
      else if (isBehind(error)) {
        setTimeout(() => this.#send(batch), tryAgainMs)
        return
      } else {
        this.#lostLines += batch.lines
        batch.rest = batch.rest.subarray(batch.rest.length)
      }
      if (batch.rest.length > 0) {
        this.#send(batch)
        return
      }
      this.#batch = undefined
      // Lines that came meanwhile: fewer than a batch have their timer, unless it has run out.
      if (this.#held.length >= batchLength || !this.#isTimed || this.#onIdle) this.flush()
    })
  }
}

function isBehind(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EAGAIN'
}
