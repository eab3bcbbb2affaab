import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'

/** An array that is too long to be written at once. It may stand anywhere in an answer, once. */
export class LongArray {
  readonly parts: AsyncIterable<readonly unknown[]>

  constructor(parts: AsyncIterable<readonly unknown[]>) {
    this.parts = parts
  }
}

/** Stands for a long array until it is written; nobody can send it. */
const hole = randomUUID()

/** The JSON of an answer that has a long array, as a stream. Between its parts others are served. */
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

async function* nothing(): AsyncGenerator<never> {}

async function* write(before: string, parts: LongArray['parts'], after: string): AsyncGenerator<string> {
  yield `${before}[`
  let separator = ''
  for await (const part of parts) {
    yield separator + JSON.stringify(part).slice(1, -1)
    separator = ','
    await setImmediate()
  }
  yield `]${after}`
}
