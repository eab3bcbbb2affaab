import { type Fate, folderOf, type Mutant, type Verdict } from './mutant.ts'
import type { TestFile } from './stock.ts'

/** A mutant while it is tried: it lives until a test file kills it. */
export class Trial {
  readonly mutant: Mutant
  readonly #waiting: Set<TestFile>
  readonly #covered: boolean
  #end: { readonly fate: Fate; readonly killer: string } | undefined
  #ran = 0

  constructor(mutant: Mutant, testFiles: readonly TestFile[]) {
    this.mutant = mutant
    this.#waiting = new Set(testFiles.filter(({ covers }) => covers.has(mutant)))
    this.#covered = this.#waiting.size > 0
  }

  /** The test files that reach the mutant and did not run with it yet; none when it is dead. */
  get waiting(): readonly TestFile[] {
    return this.#end ? [] : [...this.#waiting]
  }

  survive(testFile: TestFile): void {
    this.#ran += 1
    this.#waiting.delete(testFile)
  }

  die({ file }: TestFile, outcome: 'failed' | 'timed out'): void {
    this.#ran += 1
    this.#end = { fate: outcome === 'failed' ? 'killed' : outcome, killer: file }
  }

  /** As far as is known: before its last test file has run, it counts among those that live. */
  get verdict(): Verdict {
    const end = this.#end ?? { fate: this.#covered ? 'survived' : 'not covered' }
    return { ...this.mutant, folder: folderOf(this.mutant), ran: this.#ran, ...end }
  }
}
