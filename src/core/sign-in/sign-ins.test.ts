import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { buildBook, owner, type TestBook } from '../../../test/builders.ts'
import { addAccount } from '../account/add-account.ts'
import { findBlocks } from '../block/find-blocks.ts'
import type { Slowed } from '../errors.ts'
import { SignIns } from './sign-ins.ts'

const right = 'right'

describe('sign-ins', () => {
  let book: TestBook
  let signIns: SignIns
  /** The pauses that were waited for. */
  let waits: number[]

  beforeEach(async () => {
    book = await buildBook()
    waits = []
    const core = { ...book.core, slowRule: { attempts: 2, within: 60_000, lasts: 600_000, longestPause: 5000 } }
    signIns = new SignIns(core, 'd', {
      async wait(ms) {
        waits.push(ms)
        book.clock.advance(ms)
      },
    })
  })
  afterEach(() => book.close())

  /** `in`, `wrong`, or the seconds of `Retry-After`. */
  async function attempt(secret: string, address = '192.0.2.1', name?: string): Promise<string | number> {
    try {
      const found = await signIns.attempt(
        { address, secret, ...(name !== undefined && { name: ['user', name] as const }) },
        async () => (secret.startsWith(right) ? true : undefined),
      )
      return found ? 'in' : 'wrong'
    } catch (error) {
      return (error as Slowed).retryAfter
    }
  }
  const several = async (...secrets: readonly string[]) => {
    const results: (string | number)[] = []
    for (const secret of secrets) results.push(await attempt(secret))
    return results
  }

  it('wait for pauses that grow once too many were bad', async () => {
    assert.deepEqual(await several('a', 'b', 'c'), ['wrong', 'wrong', 'wrong'])
    assert.deepEqual(await several('d', 'e', 'f', 'g', 'h'), [1, 2, 4, 5, 5])
    assert.deepEqual(waits.splice(0), [0, 1000, 2000, 4000, 5000])
    assert.deepEqual(await several(right, right, 'i', right), ['in', 'in', 5, 'in'])
    assert.deepEqual(waits, [5000, 0])
    book.clock.advance(600_000)
    assert.deepEqual(await several('j', 'k'), ['wrong', 'wrong'])
  })

  it('with a key that was right before pass at once, and with one that is right no more wait again', async () => {
    const keys = { current: right }
    let checks = 0
    const sign = () =>
      signIns.attempt({ address: '192.0.2.1', secret: right }, async () => {
        checks++
        return keys.current === right ? true : undefined
      })
    assert.equal(await sign(), true)
    await several('a', 'b', 'c', 'd')
    waits = []
    assert.equal(await sign(), true)
    assert.deepEqual([waits, checks], [[], 1])
    // It is checked once after each change to who may sign in.
    await addAccount(book.core, owner, 'one more')
    assert.deepEqual([await sign(), await sign(), checks], [true, true, 2])
    keys.current = 'another'
    await addAccount(book.core, owner, 'and another')
    assert.equal(await sign(), undefined)
    await assert.rejects(sign(), { code: 'slowed' })
    assert.deepEqual(waits, [1000])
  })

  it('with a key that was right at another address wait as guesses do', async () => {
    assert.equal(await attempt(right, '192.0.2.9'), 'in')
    await several('a', 'b', 'c', 'd')
    waits = []
    assert.equal(await attempt(right), 'in')
    assert.deepEqual(waits, [1000])
  })

  it('of a name are slowed from every address', async () => {
    for (const host of [1, 2, 3]) assert.equal(await attempt(`x${host}`, `192.0.2.${host}`, 'acme'), 'wrong')
    assert.equal(await attempt('x', '192.0.2.4', 'acme'), 1)
    assert.equal(await attempt('x', '192.0.2.5', 'other'), 'wrong')
    assert.equal(await attempt(right, '192.0.2.6', 'acme'), 'in')
  })

  it('that come together are checked one at a time for an address, and beside each other for several', async () => {
    let running = 0
    let most = 0
    let checks = 0
    const check = async () => {
      checks++
      most = Math.max(most, ++running)
      await new Promise(setImmediate)
      running--
      return true
    }
    const sign = (secret: string, address: string) => signIns.attempt({ address, secret }, check)
    await Promise.all(['a', 'b', 'c', 'd'].map((secret) => sign(secret, '192.0.2.1')))
    assert.deepEqual([most, checks], [1, 4])
    await Promise.all(['e', 'f', 'g', 'h'].map((secret, host) => sign(secret, `192.0.2.${host}`)))
    assert.deepEqual([most, checks], [4, 8])
  })

  it('of a crowd are refused, so that few wait', async () => {
    await several('a', 'b', 'c', 'd')
    const results = await Promise.all(Array.from({ length: 50 }, (_, index) => attempt(`x${index}`)))
    assert.ok(results.every((result) => typeof result === 'number'))
    assert.ok(waits.length <= 6, `${waits.length} waited`)
  })

  it('are slowed without the book, which has the block as soon as it takes it', async () => {
    const write = book.core.store.write
    let isFull = true
    Object.assign(book.core.store, {
      write: (...given: Parameters<typeof write>) =>
        isFull ? Promise.reject(new Error('the disk is full')) : write(...given),
    })
    assert.deepEqual(await several('a', 'b', 'c', 'd', 'e'), ['wrong', 'wrong', 'wrong', 1, 2])
    assert.deepEqual(await findBlocks(book.core, owner), [])
    isFull = false
    assert.deepEqual(await several('f'), [4])
    while ((await findBlocks(book.core, owner)).length === 0) await new Promise(setImmediate)
    assert.deepEqual(
      (await findBlocks(book.core, owner)).map(({ address }) => address),
      ['192.0.2.1'],
    )
  })
})
