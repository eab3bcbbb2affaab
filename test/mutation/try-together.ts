import { runTestFile, timeLimit } from './run-test-file.ts'
import type { TestFile } from './stock.ts'
import type { Trial } from './trial.ts'
import { withMutants } from './with-mutants.ts'
import type { Workshop } from './workshop.ts'

/**
 * Runs one test file with many mutants at once, since most of those left live through it. When it fails the halves are tried
 * alone, down to the mutants that kill it. One mutant can hide another; then that one counts as alive, never as dead.
 */
export async function tryTogether(workshop: Workshop, trials: readonly Trial[], testFile: TestFile): Promise<void> {
  const mutants = trials.map(({ mutant }) => mutant)
  const { outcome } = await withMutants(workshop, mutants, () =>
    runTestFile(workshop, testFile.file, { limit: timeLimit(testFile) }),
  )
  const [first] = trials
  if (outcome === 'passed') {
    for (const trial of trials) trial.survive(testFile)
  } else if (first && trials.length === 1) {
    first.die(testFile, outcome)
  } else {
    const half = Math.ceil(trials.length / 2)
    await tryTogether(workshop, trials.slice(0, half), testFile)
    await tryTogether(workshop, trials.slice(half), testFile)
  }
}
