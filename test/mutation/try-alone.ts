import type { Kills } from './kills.ts'
import { runTestFile, timeLimit } from './run-test-file.ts'
import type { Trial } from './trial.ts'
import { withMutants } from './with-mutants.ts'
import type { Workshop } from './workshop.ts'

/** How many test files a mutant is tried on by itself: most of those that will ever die are dead by then. */
const mostAlone = 4

/** Runs the test files that promise most with one mutant, up to the first that fails. */
export function tryAlone(workshop: Workshop, trial: Trial, kills: Kills): Promise<void> {
  return withMutants(workshop, [trial.mutant], async () => {
    for (const testFile of kills.inOrder(trial).slice(0, mostAlone)) {
      const { outcome } = await runTestFile(workshop, testFile.file, { limit: timeLimit(testFile) })
      if (outcome === 'passed') {
        trial.survive(testFile)
        continue
      }
      trial.die(testFile, outcome)
      kills.add(trial, testFile)
      return
    }
  })
}
