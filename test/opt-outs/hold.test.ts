import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { buildBook, type TestBook } from '../builders.ts'
import { Run, type Tally } from './hold.ts'
import { someSteps } from './steps.ts'

const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31)

describe('an opt-out', () => {
  let book: TestBook
  before(async () => {
    book = await buildBook()
  })
  after(() => book.close())

  it('holds through every write, and is lifted by a removal with a consent and by nothing else', async () => {
    const tally: Tally = { steps: 0, refused: 0, looks: 0, closed: 0, lifted: 0 }
    await fc.assert(
      fc.asyncProperty(someSteps, async (steps) => {
        const run = await Run.begin(book, tally)
        for (const step of steps) await run.take(step)
      }),
      { numRuns: 40, seed },
    )
    assert.ok(tally.closed > 20 && tally.lifted > 0, JSON.stringify(tally))
  })
})
