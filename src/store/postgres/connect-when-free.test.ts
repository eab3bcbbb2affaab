import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DatabaseError } from 'pg'
import { connectWhenFree } from './connect-when-free.ts'

const generousMs = 60_000

function fault(code: string): DatabaseError {
  return Object.assign(new DatabaseError('refused', 1, 'error'), { code })
}

/** Fails with each of the errors, one try after the other, and succeeds then. */
function tries(...errors: readonly Error[]): { connect(): Promise<string>; count(): number } {
  const left = [...errors]
  let count = 0
  return {
    async connect() {
      count++
      const error = left.shift()
      if (error) throw error
      return 'connected'
    },
    count: () => count,
  }
}

describe('connecting to a server without a free connection', () => {
  it('is tried again until there is one', async () => {
    const { connect, count } = tries(fault('53300'), fault('53300'))
    assert.equal(await connectWhenFree(connect, generousMs), 'connected')
    assert.equal(count(), 3)
  })

  it('is tried again at once when a connection of our own is free', async () => {
    const { connect } = tries(fault('53300'))
    let isAsked = false
    const freed = async () => {
      isAsked = true
    }
    assert.equal(await connectWhenFree(connect, generousMs, freed), 'connected')
    assert.equal(isAsked, true)
  })

  it('is given up in time, and at once where the server refuses for another reason', async () => {
    for (const [code, longestMs] of [
      ['53300', 0],
      ['28P01', generousMs],
    ] as const) {
      const { connect, count } = tries(fault(code), fault(code))
      await assert.rejects(connectWhenFree(connect, longestMs), { code })
      assert.equal(count(), 1)
    }
  })
})
