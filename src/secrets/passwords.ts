import { hash as digest, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { Passwords } from '../core/environment.ts'

const deriveKey = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

const cost = { N: 16384, r: 8, p: 1 }
const keyLength = 32
/** Hashes that are made at once: one of the four threads of Node's pool stays free for other work. */
const hashesAtOnce = 3
/** Verified passwords that are remembered at the most. The next one makes all of them forgotten. */
const rememberedAtMost = 10_000

/**
 * Passwords by scrypt. A password that was found right is remembered, so that the next request does not pay for scrypt
 * again. The memory holds no password but a SHA-256 of three: a secret of this process, the stored hash, the password.
 * A new password has another stored hash, so that the old one is not found any more.
 */
export function makePasswords(): Passwords {
  const processKey = randomBytes(32).toString('hex')
  const remembered = new Set<string>()
  const running = new Map<string, Promise<boolean>>()
  const nobody = hash(randomBytes(16).toString('hex'))

  const turns = new HashTurns(hashesAtOnce)
  const matches = (password: string, stored: string) => turns.run(() => compare(password, stored))

  async function check(password: string, stored: string, memo: string): Promise<boolean> {
    const isRight = await matches(password, stored)
    if (isRight) {
      if (remembered.size >= rememberedAtMost) remembered.clear()
      remembered.add(memo)
    }
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
      if (remembered.has(memo)) return true
      let result = running.get(memo)
      if (!result) {
        result = check(password, stored, memo).finally(() => running.delete(memo))
        running.set(memo, result)
      }
      return result
    },
  }
}

async function hash(password: string): Promise<string> {
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

/** Turns of which only so many run at once. The next ones begin in the order in which they were asked for. */
class HashTurns {
  readonly #waiting: (() => void)[] = []
  #free: number

  constructor(atOnce: number) {
    this.#free = atOnce
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>((begin) => this.#waiting.push(begin))
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#free++
    }
  }
}
