import { isAscii, isUtf8 } from 'node:buffer'
import type { RawBody } from '../body-job.ts'
import { type BodyReader, longBody } from '../body-reader.ts'
import { denials } from './errors.ts'

/** Members that a long body without a list may have, at every depth. Its texts may be as long as they like. */
const mostMembers = 10_000

/**
 * Reads a body that brings no list. What comes back from another thread is copied member by member, while others wait.
 *
 * @throws Denial 413 for one that has more members than anything here is made of.
 */
export function readPlainBody({ bytes }: RawBody): object {
  const body = parseBody(bytes)
  if (bytes.length > longBody && membersIn(body, mostMembers) > mostMembers) throw denials.tooLarge()
  return body
}

/** How bodies without a list are read. */
export const plainBody: BodyReader<object> = {
  module: 'simotel/body',
  name: 'readPlainBody',
  read: readPlainBody,
}

/**
 * Parses a JSON body. PHP clients send `[]` where they mean an object without members.
 *
 * @throws Denial 400 when it is not JSON in UTF-8, or no object.
 */
export function parseBody(bytes: Buffer): object {
  if (!isUtf8(bytes)) throw denials.content('the body is not UTF-8')
  let body: unknown
  try {
    // A byte a character is the form that V8 parses fastest, and most bodies of a million numbers are ASCII.
    body = JSON.parse(isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8').replace(/^\ufeff/, ''))
  } catch {
    throw denials.content('the body is not JSON')
  }
  if (typeof body !== 'object' || body === null) throw denials.content('the body is not a JSON object')
  if (Array.isArray(body) && body.length > 0) throw denials.content('the body is an array, not an object')
  return body
}

/** How many members there are; counting ends soon after `most`. */
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
