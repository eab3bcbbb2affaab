import { isAscii, isUtf8 } from 'node:buffer'
import type { BodyReader } from '../body/body-reader.ts'
import { ScanProblem } from '../body/list-scanner.ts'
import { PlainScanner } from '../body/plain-scanner.ts'
import type { Denial } from '../denial.ts'
import { denials } from './errors.ts'

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

/** The reader of bodies without a list. */
export const plainReader: BodyReader<object> = {
  module: 'simotel/body',
  name: 'plainReader',
  read: ({ bytes }) => parseBody(bytes),
  begin() {
    const scanner = new PlainScanner()
    return {
      write: (piece) => refusing(() => scanner.write(piece)),
      end: () => parseBody(scanner.end()),
    }
  },
}

function refusing(work: () => void): void {
  try {
    work()
  } catch (error) {
    throw error instanceof ScanProblem ? refuseScan(error) : error
  }
}

/** The refusal of a long body that is not read to its end. */
export function refuseScan({ kind, message }: ScanProblem): Denial {
  return kind === 'size' ? denials.tooLarge() : denials.content(message)
}
