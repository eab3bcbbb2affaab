import type { ImportListener } from './import-options.ts'
import { type FileReject, rejectsInReport } from './import-report.ts'

/** The longest text of a reject that is kept: a file may have one line of megabytes. */
const longestValue = 200

/** The rejects of an import. Only the first ones are kept, so that a million of them take no memory. */
export class Rejects {
  readonly first: FileReject[] = []
  readonly #listener: ImportListener
  #count = 0

  constructor(listener: ImportListener) {
    this.#listener = listener
  }

  get count(): number {
    return this.#count
  }

  async add(reject: FileReject): Promise<void> {
    this.#count++
    if (this.first.length < rejectsInReport) this.first.push({ ...reject, value: shortened(reject.value) })
    await this.#listener.onReject?.(reject)
  }
}

function shortened(value: string): string {
  return value.length > longestValue ? `${value.slice(0, longestValue)}…` : value
}
