// Long: some ten thousand writes to a real book, each followed by a look at everybody; FC_RUNS=4200 makes 100,000 of them.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { buildBook, type TestBook } from '../builders.ts'
import { Run, type Tally } from './hold.ts'
import { someSteps } from './steps.ts'

const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31)
const numRuns = Number(process.env.FC_RUNS ?? 400)
/** Runs that share a book: a book of many accounts is slower to open, not to write. */
const runsOfBook = 250

describe(`an opt-out, in ${numRuns} runs`, () => {
  const tally: Tally = { steps: 0, refused: 0, looks: 0, closed: 0, lifted: 0 }
  let book: TestBook
  let runs = 0
  const nextBook = async (): Promise<TestBook> => {
    if (runs++ % runsOfBook === 0) {
      await book?.close()
      book = await buildBook()
    }
    return book
  }
  before(async () => {
    book = await buildBook()
  })
  after(() => book.close())

  it('holds through every write, and is lifted by a removal with a consent and by nothing else', async (t) => {
    await fc.assert(
      fc.asyncProperty(someSteps, async (steps) => {
        const run = await Run.begin(await nextBook(), tally)
        for (const step of steps) await run.take(step)
      }),
      { numRuns, seed },
    )
    t.diagnostic(JSON.stringify(tally))
    assert.ok(tally.steps > 10 * numRuns, JSON.stringify(tally))
  })
})
