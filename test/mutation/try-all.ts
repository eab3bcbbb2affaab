import { Kills } from './kills.ts'
import { isDead, type Mutant } from './mutant.ts'
import type { Report } from './report.ts'
import { share } from './share.ts'
import type { TestFile } from './stock.ts'
import { Trial } from './trial.ts'
import { tryAlone } from './try-alone.ts'
import { tryTogether } from './try-together.ts'
import { typesRefuse } from './types-refuse.ts'
import { batchesOf } from './with-mutants.ts'
import type { Workshop } from './workshop.ts'

const mostTogether = 16

/** Tries mutants until the time is over, each alone first; then has those that live run together with all that is left. */
export async function tryAll(
  workshops: readonly Workshop[],
  mutants: readonly Mutant[],
  testFiles: readonly TestFile[],
  minutes: number,
  report: Report,
): Promise<void> {
  const trials: Trial[] = []
  const kills = new Kills()
  const deadline = performance.now() + minutes * 60_000
  const begin = async (mutant: Mutant, workshop: Workshop) => {
    const trial = new Trial(mutant, testFiles)
    await tryAlone(workshop, trial, kills)
    trials.push(trial)
    report.tell(trial.verdict, `${trials.length}/${mutants.length}`)
  }
  await share(mutants, workshops, begin, () => performance.now() > deadline)
  const inTurn = testFiles.toSorted((one, other) => one.milliseconds - other.milliseconds)
  for (const testFile of inTurn) {
    const living = trials.filter(({ waiting }) => waiting.includes(testFile))
    await share(batchesOf(living, mostTogether), workshops, (batch, workshop) => tryTogether(workshop, batch, testFile))
    const dead = living.filter(({ verdict }) => isDead(verdict))
    for (const { verdict } of dead) report.tell(verdict, 'together')
    console.error(`${testFile.file}: ${dead.length} of ${living.length} dead`)
  }
  await share(
    trials.filter(({ verdict }) => !isDead(verdict)),
    workshops,
    async ({ mutant, verdict }, workshop) =>
      report.tell({ ...verdict, typesRefuse: await typesRefuse(workshop, mutant) }, 'types'),
  )
}
