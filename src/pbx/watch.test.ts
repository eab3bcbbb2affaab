import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { startWatch } from './watch.ts'

const never = 3_600_000

/** Runs a test with a watch that counts its looks. A look after the test fails, which ends the watch. */
async function counting(everyMs: number, test: (watched: Counting) => Promise<void>): Promise<void> {
  let [looks, isOver] = [0, false]
  const watch = startWatch(async () => {
    if (isOver) throw new Error('the test is over')
    looks += 1
  }, everyMs)
  const until = async (count: number) => {
    const deadline = Date.now() + 20_000
    while (looks < count) {
      assert.ok(Date.now() < deadline, `${looks} looks, not ${count}`)
      await new Promise((next) => setTimeout(next, 5))
    }
  }
  try {
    await test({ hint: watch.hint, until, looks: () => looks })
  } finally {
    isOver = true
    watch.hint()
  }
}

interface Counting {
  readonly hint: () => void
  readonly until: (count: number) => Promise<void>
  readonly looks: () => number
}

describe('startWatch', () => {
  it('looks at once and again and again', () => counting(1, ({ until }) => until(5)))

  it('looks three times after a hint, however far away the next look would be', () =>
    counting(never, async ({ hint, until, looks }) => {
      await until(1)
      hint()
      await until(4)
      hint()
      await until(7)
      assert.equal(looks(), 7)
    }))

  it('forgets no hint that comes while it looks', async () => {
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let looks = 0
    const watch = startWatch(async () => {
      looks += 1
      if (looks === 1) await first.promise
      else {
        second.resolve()
        throw new Error('the test is over')
      }
    }, never)
    watch.hint()
    first.resolve()
    const deadline = setTimeout(() => second.reject(new Error('no second look')), 20_000)
    await second.promise.finally(() => clearTimeout(deadline))
    assert.equal(looks, 2)
  })
})
