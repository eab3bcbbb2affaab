import { isAscii, isUtf8 } from 'node:buffer'
import type { RawBody } from '../body-job.ts'
import { type BodyReader, longBody } from '../body-reader.ts'
import { denials } from './errors.ts'

/** Members that a long body without a list may have, counted at every depth. The length of its texts does not count. */
const mostMembers = 10_000

/**
 * Reads a body that brings no list. A long body may have few members only: another thread reads it, its members are
 * copied back one by one, and other requests wait meanwhile.
 *
 * @throws Denial 400 as `parseBody`, 413 for a long body with too many members.
 */
export function readPlainBody({ bytes }: RawBody): object {
  const body = parseBody(bytes)
  if (bytes.length >= longBody && membersIn(body, mostMembers) > mostMembers) throw denials.tooLarge()
  return body
}

/** The reader of bodies without a list. */
export const plainBody: BodyReader<object> = {
  module: 'simotel/body',
  name: 'readPlainBody',
  read: readPlainBody,
}

/**
 * Parses a JSON body. An empty array is taken as well: PHP clients send `[]` for an object without members.
 *
 * @throws Denial 400 for a body that is not UTF-8, not JSON, or no object.
 */
export function parseBody(bytes: Buffer): object {
  if (!isUtf8(bytes)) throw denials.content('the body is not UTF-8')
  let body: unknown
  try {
    // V8 parses a string of one byte a character fastest, and most bodies of a million numbers are ASCII.
    body = JSON.parse(isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8').replace(/^\ufeff/, ''))
  } catch {
    throw denials.content('the body is not JSON')
  }
  if (typeof body !== 'object' || body === null) throw denials.content('the body is not a JSON object')
  if (Array.isArray(body) && body.length > 0) throw denials.content('the body is an array, not an object')
  return body
}

/** Counts the members of a body, at every depth. Counting ends soon after `most`. */
function membersIn(body: object, most: number): number {
  const waiting = [body]
  let count = 0
  for (let next = waiting.pop(); next && count <= most; next = waiting.pop()) {
    const members = Object.values(next)
    count += members.length
    if (count <= most) waiting.push(...members.filter((each) => typeof each === 'object' && each !== null))
  }
  return count
}
