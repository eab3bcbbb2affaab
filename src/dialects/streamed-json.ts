import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'

/** Items of an array that are written as JSON already, with commas between them and without brackets. */
export class JsonItems {
  readonly bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }
}

/**
 * An array that is too long to be written at once, and therefore comes in parts. An answer may have one such array, at
 * any depth.
 */
export class LongArray {
  readonly parts: AsyncIterable<readonly unknown[] | JsonItems>

  constructor(parts: LongArray['parts']) {
    this.parts = parts
  }
}

/** The text in place of a long array, until the array is written. It is random, so that no client can send it. */
const hole = randomUUID()

/** Writes an answer that has a long array, as a stream of JSON. Other requests are served between its parts. */
export function streamedJson(answer: object): Readable {
  let parts: LongArray['parts'] = nothing()
  const text = JSON.stringify(answer, (_key, member: unknown) => {
    if (!(member instanceof LongArray)) return member
    parts = member.parts
    return hole
  })
  const [before = '', after = ''] = text.split(`"${hole}"`)
  return Readable.from(write(before, parts, after))
}

/** Writes an answer that has one array of items that are written already, as bytes. */
export function writtenJson(answer: object): Uint8Array {
  let items: Uint8Array = new Uint8Array(0)
  const text = JSON.stringify(answer, (_key, member: unknown) => {
    if (!(member instanceof JsonItems)) return member
    items = member.bytes
    return hole
  })
  const [before = '', after = ''] = text.split(`"${hole}"`)
  return Buffer.concat([Buffer.from(`${before}[`), items, Buffer.from(`]${after}`)])
}

async function* nothing(): AsyncGenerator<never> {}

async function* write(before: string, parts: LongArray['parts'], after: string): AsyncGenerator<string | Uint8Array> {
  yield `${before}[`
  let separator = ''
  for await (const part of parts) {
    if (part instanceof JsonItems) {
      yield separator
      yield part.bytes
    } else yield separator + JSON.stringify(part).slice(1, -1)
    separator = ','
    await setImmediate()
  }
  yield `]${after}`
}
