import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { NoSeat, Seats } from './seats.ts'

const rules = { all: 100, perAccount: 40, kept: 20, small: 10, patience: 60_000 }
const stays = (): boolean => false

/** Takes seats, and notes the order in which they are given: `1` for account 1. */
function makeRoom(patience = rules.patience) {
  const seats = new Seats({ ...rules, patience })
  const given: number[] = []
  const take = async (accountId: number, bytes: number, isGone = stays): Promise<() => void> => {
    const leave = await seats.take(accountId, bytes, isGone)
    given.push(accountId)
    return leave
  }
  return { given, take }
}

/** Lets everything happen that waits for nothing. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

describe('the room for long bodies', () => {
  it('is shared by accounts, and kept in part for small bodies', async () => {
    const { given, take } = makeRoom()
    await take(1, 40)
    await take(2, 40)
    void take(3, 11)
    await settled()
    assert.deepEqual(given, [1, 2])
    await take(4, 10)
    await take(5, 10)
    void take(6, 10)
    await settled()
    assert.deepEqual(given, [1, 2, 4, 5])
  })

  it('takes a body that is larger than all that an account may have, alone', async () => {
    const { given, take } = makeRoom()
    const leave = await take(1, 1000)
    void take(1, 1)
    await settled()
    assert.deepEqual(given, [1])
    leave()
    await settled()
    assert.deepEqual(given, [1, 1])
  })

  it('gives accounts their turns, whatever the number of their bodies', async () => {
    const { given, take } = makeRoom()
    const leaves = [await take(7, 40), await take(8, 40)]
    for (const accountId of [1, 1, 1, 2, 3]) void take(accountId, 40).then((leave) => leaves.push(leave))
    for (let turn = 0; turn < 7; turn++) {
      leaves.shift()?.()
      await settled()
    }
    assert.deepEqual(given.slice(2), [1, 2, 3, 1, 1])
  })

  it('passes over a body whose client has gone', async () => {
    const { given, take } = makeRoom()
    const leave = await take(1, 40)
    const gone = take(1, 40, () => true)
    const next = take(1, 30)
    leave()
    await assert.rejects(gone, NoSeat)
    await next
    assert.deepEqual(given, [1, 1])
  })

  it('refuses a body that has waited too long, and gives its turn to the next', async () => {
    // The room's own timer keeps no process alive.
    const awake = setInterval(() => undefined, 1000)
    const { given, take } = makeRoom(1)
    const leave = await take(1, 40)
    await assert.rejects(take(1, 40), NoSeat)
    leave()
    await take(1, 40)
    assert.deepEqual(given, [1, 1])
    clearInterval(awake)
  })
})
