import { randomFillSync } from 'node:crypto'

const idBytes = 16
const idsAtOnce = 256

/** Makes ids of requests: 32 hex digits that nobody can guess. The random bytes of many are fetched at once. */
export function makeRequestIds(): () => string {
  const bytes = Buffer.alloc(idBytes * idsAtOnce)
  let next = bytes.length
  return () => {
    if (next === bytes.length) {
      randomFillSync(bytes)
      next = 0
    }
    next += idBytes
    return bytes.toString('hex', next - idBytes, next)
  }
}
