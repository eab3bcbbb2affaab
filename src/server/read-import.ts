import { Refusal } from '../core/errors.ts'
import type { FileWish, ReadFile } from '../core/preview/preview-file.ts'
import type { LongBody, RawBody } from '../dialects/body/body-job.ts'
import { type BodyReaders, longBody, type Visit } from '../dialects/body/body-readers.ts'
import { NoSeat } from '../dialects/body/seats.ts'
import { BookDenial } from '../dialects/book/errors.ts'
import { fileReader, readFileOf } from '../dialects/book/imports/file-reader.ts'
import type { ImportReading, SentFile } from '../web/facts.ts'

/** Reads the files of imports from the page by the reader of the native API: in its threads, and within the same memory. */
export function importReader(bodies: BodyReaders): ImportReading {
  return async (sent, visit, use) => {
    const body = await gathered(sent)
    const leave = await seated(bodies, body, visit)
    try {
      return await use((wish) => readNumbers(bodies, body, wish))
    } finally {
      leave()
    }
  }
}

async function seated(bodies: BodyReaders, body: RawBody | LongBody, visit: Visit): Promise<() => void> {
  try {
    return await bodies.enter(body, visit)
  } catch (error) {
    if (!(error instanceof NoSeat)) throw error
    throw new Refusal('unavailable', 'too many long files are being read: send it again later')
  }
}

async function readNumbers(bodies: BodyReaders, body: RawBody | LongBody, options: FileWish): Promise<ReadFile> {
  try {
    return readFileOf(await bodies.read(fileReader, { ...body, options }))
  } catch (error) {
    if (!(error instanceof BookDenial)) throw error
    throw new Refusal('invalid_value', error.message, error.field)
  }
}

/** A short file, whole; of a long one its beginning is here, and the rest comes when it is asked for. */
async function gathered({ filename, length, pieces }: SentFile): Promise<RawBody | LongBody> {
  const rest = pieces[Symbol.asyncIterator]()
  const beginning: Uint8Array[] = []
  let size = 0
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    beginning.push(next.value)
    size += next.value.length
    if (size > longBody) return { filename, length, pieces: allOf(beginning, rest) }
  }
  return { filename, bytes: Buffer.concat(beginning, size) }
}

async function* allOf(beginning: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* beginning
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}
