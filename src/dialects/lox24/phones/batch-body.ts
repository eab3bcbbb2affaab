import type { EntryDraft } from '../../../core/entry/entry.ts'
import type { RawBody } from '../../body-job.ts'
import type { BodyReader } from '../../body-reader.ts'
import { parseBody } from '../body.ts'
import { denials, Lox24Denial } from '../errors.ts'
import { phpType } from '../members.ts'
import { draftOf, phoneViolations, readPhone } from './phone.wire.ts'

/** Items that are handled before other requests are served. */
const step = 1000

/** The refusal of one item of a batch. */
export interface BatchRefusal {
  readonly status: number
  readonly message: string
}

/** An item of a batch: a draft to be added, or the refusal of the item. */
export type BatchDraft = EntryDraft | BatchRefusal

/**
 * The items of a batch as JSON, in parts of 1,000 items. A buffer is copied from another thread as a whole, and not
 * item by item.
 */
interface BatchBody {
  readonly count: number
  readonly parts: readonly Uint8Array[]
}

/**
 * Reads the items of a batch.
 *
 * @throws Lox24Denial 400 for a body that is no array.
 */
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

/** The reader of a batch. */
export const batchReader: BodyReader<BatchBody> = {
  module: 'lox24/phones/batch-body',
  name: 'readBatch',
  read: readBatch,
  errors: [Lox24Denial],
}

/** The items of one part: drafts to be added, and refusals. */
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
