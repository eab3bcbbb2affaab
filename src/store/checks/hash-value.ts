import { crc32 } from 'node:zlib'
import type { Value } from '../engine/value.ts'

/** The hash of nothing (FNV-1a). */
export const start = 0x811c9dc5
const prime = 0x01000193

/** The longest text that is hashed here. */
const shortText = 64

/** The hash of a value behind another hash. */
export function hashValue(value: Value, hash: number): number {
  if (value === null) return Math.imul(hash ^ 1, prime)
  if (typeof value === 'number') {
    const low = Math.imul(Math.imul(hash ^ 2, prime) ^ value, prime)
    return Math.imul(low ^ (value / 0x100000000), prime)
  }
  if (typeof value === 'string' && value.length <= shortText) return hashText(value, hash)
  return crc32(value, hash >>> 0)
}

/** The hash of a text behind another hash. Half a character counts as U+FFFD, which is what the book keeps of it. */
export function hashText(text: string, before: number): number {
  const kept = text.toWellFormed()
  let hash = Math.imul(before ^ 3, prime)
  for (let index = 0; index < kept.length; index++) hash = Math.imul(hash ^ kept.charCodeAt(index), prime)
  return hash
}
