import { hash as digest, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { Passwords } from '../core/environment.ts'
import { NewestMap } from '../core/newest-map.ts'
import { HashTurns } from './hash-turns.ts'

const deriveKey = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

/** The cost of a hash. One of `N` = 16384 takes a twentieth of a second. */
const usualCost = { N: 16384, r: 8, p: 1 }
const keyLength = 32
/** Hashes that are made at once: one of the four threads of Node's pool stays free for other work. */
const hashesAtOnce = 3
/** Hashes that may wait at the most: half a minute of work for two cores. */
const hashesWaiting = 1000
/** Verified passwords that are remembered at the most; the oldest is forgotten first. */
const rememberedAtMost = 100_000

/**
 * Passwords by scrypt. A password that was found right is remembered, so that the next request does not pay for scrypt
 * again. The memory holds no password but a SHA-256 of three: a secret of this process, the stored hash, the password.
 * A new password has another stored hash, so that the old one is not found any more.
 */
export function makePasswords(cost = usualCost): Passwords {
  const hash = (password: string): Promise<string> => hashAt(cost, password)
  const processKey = randomBytes(32).toString('hex')
  const remembered = new NewestMap<true>(rememberedAtMost)
  const running = new Map<string, Promise<boolean>>()
  const nobody = hash(randomBytes(16).toString('hex'))

  const turns = new HashTurns(hashesAtOnce, hashesWaiting)
  const matches = (password: string, stored: string) => turns.run(() => compare(password, stored))

  async function check(password: string, stored: string, memo: string): Promise<boolean> {
    const isRight = await matches(password, stored)
    if (isRight) remembered.set(memo, true)
    return isRight
  }

  return {
    hash,
    hashToken: (token) => digest('sha256', token),
    async verify(password, stored) {
      if (stored === undefined) {
        await matches(password, await nobody)
        return false
      }
      const memo = digest('sha256', `${processKey}\n${stored}\n${password}`)
      if (remembered.get(memo)) return true
      let result = running.get(memo)
      if (!result) {
        result = check(password, stored, memo).finally(() => running.delete(memo))
        running.set(memo, result)
      }
      return result
    },
  }
}

async function hashAt(cost: typeof usualCost, password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await deriveKey(password, salt, keyLength, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

async function compare(password: string, stored: string): Promise<boolean> {
  const [, N, r, p, salt = '', key = ''] = stored.split('$')
  const expected = Buffer.from(key, 'base64url')
  const options = { N: Number(N), r: Number(r), p: Number(p) }
  const actual = await deriveKey(password, Buffer.from(salt, 'base64url'), expected.length, options)
  return timingSafeEqual(actual, expected)
}
