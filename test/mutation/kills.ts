import type { TestFile } from './stock.ts'
import type { Trial } from './trial.ts'

/** Remembers which test file killed mutants of which source: it will kill the next one, too, most likely. */
export class Kills {
  readonly #counts = new Map<string, number>()

  add({ mutant }: Trial, { file }: TestFile): void {
    const key = `${mutant.file} ${file}`
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }

  /** The test files that wait for a mutant, those first that promise most for the time they take. */
  inOrder({ mutant, waiting }: Trial): TestFile[] {
    const promise = ({ file, milliseconds }: TestFile) =>
      (0.2 + (this.#counts.get(`${mutant.file} ${file}`) ?? 0)) / milliseconds
    return waiting.toSorted((one, other) => promise(other) - promise(one))
  }
}
