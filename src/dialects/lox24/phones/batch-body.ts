import type { EntryDraft } from '../../../core/entry/entry.ts'
import type { BodyReader } from '../../body/body-reader.ts'
import type { Schema } from '../../fields.ts'
import { arrayOf } from '../../schemas.ts'
import { type ParsedBody, parseBody, readLongBody } from '../body.ts'
import { denials, Lox24Denial, textOfViolations, type Violation } from '../errors.ts'
import { phpType } from '../members.ts'
import { draftOf, phoneBody, phoneViolations, readNumber, readPhone } from './phone.wire.ts'

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

/** Items that a batch may have: the answer to each takes some hundred bytes. */
const mostItems = 2_000_000

/** Items of a batch that may be refused one by one. With more of them the whole batch is refused. */
const mostRefused = 100_000

/** Reads an item by its members. */
type ItemReader = (item: object) => BatchDraft

/** The items of a batch, read one by one. */
class BatchList {
  readonly #readItem: ItemReader
  readonly #parts: Uint8Array[] = []
  #waiting: BatchDraft[] = []
  #count = 0
  #refused = 0

  constructor(readItem: ItemReader) {
    this.#readItem = readItem
  }

  /** @throws Lox24Denial 413 for more than {@link mostItems} items, or {@link mostRefused} that are refused. */
  take(items: readonly unknown[]): void {
    for (const item of items) {
      if (this.#count === mostItems) throw denials.tooLarge()
      const draft = draftOrRefusal(item, this.#count++, this.#readItem)
      if (!('phone' in draft) && ++this.#refused > mostRefused) throw denials.tooLarge()
      this.#waiting.push(draft)
      if (this.#waiting.length === step) this.#pack()
    }
  }

  end(): BatchBody {
    if (this.#waiting.length > 0) this.#pack()
    return { count: this.#count, parts: this.#parts }
  }

  #pack(): void {
    // A copy is kept: the encoder may return a part of a larger buffer.
    this.#parts.push(new TextEncoder().encode(JSON.stringify(this.#waiting)).slice())
    this.#waiting = []
  }
}

/** Makes the reader of a batch. Of a long one the items were read already. */
function batchReaderOf(name: string, readItem: ItemReader): BodyReader<BatchBody> {
  /** @throws Lox24Denial 400 for a body that is no array. */
  const read = ({ value }: ParsedBody, list = new BatchList(readItem)): BatchBody => {
    if (!Array.isArray(value)) throw denials.document('phones', phpType(value))
    list.take(value)
    return list.end()
  }
  return {
    module: 'lox24/phones/batch-body',
    name,
    read: (raw) => read(parseBody(raw)),
    begin: (head) => readLongBody(head, { member: undefined, newList: () => new BatchList(readItem), end: read }),
    errors: [Lox24Denial],
  }
}

/** The reader of phones that come. */
export const batchReader = batchReaderOf('batchReader', (item) => {
  const given = readPhone(item)
  return refusalOf(phoneViolations(given, true)) ?? draftOf(given)
})

/** The reader of phones that go. Only `phone` is looked at: a phone may be sent back as it was answered. */
export const removalReader = batchReaderOf('removalReader', (item) => {
  const given = { ...readNumber(item), details: {} }
  return refusalOf(phoneViolations(given, true)) ?? draftOf(given)
})

/** The schema of a batch. An item that does not fit is refused alone. */
export function batchBody(): Schema {
  return { ...arrayOf({ type: 'object', properties: phoneBody() }), maxItems: mostItems }
}

/** The schema of a batch of phones that go. */
export function removalBody(): Schema {
  return { ...arrayOf({ type: 'object', properties: { phone: phoneBody().phone as Schema } }), maxItems: mostItems }
}

/** The items of one part: drafts to be added, and refusals. */
export function itemsOf(part: Uint8Array): BatchDraft[] {
  return JSON.parse(new TextDecoder().decode(part))
}

function draftOrRefusal(item: unknown, index: number, readItem: ItemReader): BatchDraft {
  try {
    if (typeof item !== 'object' || item === null) throw denials.type(String(index), 'array', phpType(item))
    return readItem(item)
  } catch (error) {
    if (error instanceof Lox24Denial) return { status: error.status, message: error.message }
    throw error
  }
}

function refusalOf(violations: readonly Violation[]): BatchRefusal | undefined {
  return violations.length > 0 ? { status: 400, message: textOfViolations(violations) } : undefined
}
