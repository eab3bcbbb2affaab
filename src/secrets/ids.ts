import { randomBytes, randomInt } from 'node:crypto'
import type { Clock, Ids } from '../core/environment.ts'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/**
 * Makes ids in the form of MongoDB's ObjectId: the second of their making (4 bytes), a random mark of this process (5),
 * a counter (3). `65920080 a1b2c3d4e5 00002a` without the spaces is an id of 1 January 2024.
 */
export function makeIds(clock: Clock): Ids {
  const mark = randomBytes(5).toString('hex')
  let counter = randomInt(0x800000)
  let latest = 0
  return {
    hexId() {
      latest = Math.max(latest, Math.floor(clock.now() / 1000))
      counter = (counter + 1) % 0x1000000
      return hex(latest, 8) + mark + hex(counter, 6)
    },
    secret: (length) => Array.from({ length }, () => letters[randomInt(letters.length)]).join(''),
  }
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}
