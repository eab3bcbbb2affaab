import type { EntryDraft } from '../../../core/entry/entry.ts'
import type { RawBody } from '../../body-job.ts'
import type { BodyReader } from '../../body-reader.ts'
import { parseBody } from '../body.ts'
import { denials, Lox24Denial } from '../errors.ts'
import { phpType } from '../members.ts'
import { draftOf, phoneViolations, readPhone } from './phone.wire.ts'

/** Items that are handled before others are served. */
const step = 1000

/** Why an item of a batch cannot be added. */
export interface BatchRefusal {
  readonly status: number
  readonly message: string
}

type BatchDraft = EntryDraft | BatchRefusal

/** The items of a batch as JSON, some at a time: as buffers they come from another thread without being copied one by one. */
interface BatchBody {
  readonly count: number
  readonly parts: readonly Uint8Array[]
}

/** @throws Lox24Denial 400 when the body is no array. */
export function readBatch(raw: RawBody): BatchBody {
  const { value } = parseBody(raw)
  if (!Array.isArray(value)) throw denials.document('phones', phpType(value))
  const parts: Uint8Array[] = []
  for (let start = 0; start < value.length; start += step) {
    const items = value.slice(start, start + step).map((item, index) => draftOrDenial(item, start + index))
    parts.push(new TextEncoder().encode(JSON.stringify(items)))
  }
  return { count: value.length, parts }
}

/** How the body of a batch is read. */
export const batchReader: BodyReader<BatchBody> = {
  module: 'lox24/phones/batch-body',
  name: 'readBatch',
  read: readBatch,
  errors: [Lox24Denial],
}

/** The items of one part: what is to be added, or why it cannot be. */
export function itemsOf(part: Uint8Array): BatchDraft[] {
  return JSON.parse(new TextDecoder().decode(part))
}

function draftOrDenial(item: unknown, index: number): BatchDraft {
  try {
    if (typeof item !== 'object' || item === null) throw denials.type(String(index), 'array', phpType(item))
    const given = readPhone(item)
    const violations = phoneViolations(given, true)
    if (violations.length > 0) throw denials.violations(violations)
    return draftOf(given)
  } catch (error) {
    if (error instanceof Lox24Denial) return { status: error.status, message: error.message }
    throw error
  }
}
