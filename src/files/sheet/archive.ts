import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { unreadable } from '../unreadable.ts'

/** Bytes that a packed file of sheets may have: three times those of a million rows. It is in memory while it is read. */
const longestArchive = 64 * 2 ** 20

/** Parts that it may have. */
const mostParts = 10_000

/** Bytes that a part may have when it is unpacked; beyond the first, a part that is packed harder than lists are is a bomb. */
const longestPart = 2 ** 30
const unsuspectedPart = 64 * 2 ** 20
const hardestPacking = 150

/** The parts of a packed file, as an XLSX and an ODS are. */
export class Archive {
  readonly #zip: ZipFile
  readonly #entries: ReadonlyMap<string, Entry>

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#zip = zip
    this.#entries = entries
  }

  static async open(pieces: AsyncIterable<Buffer>): Promise<Archive> {
    const bytes: Buffer[] = []
    let size = 0
    for await (const piece of pieces) {
      size += piece.length
      if (size > longestArchive)
        throw unreadable(
          `the file is longer than ${longestArchive / 2 ** 20} MiB: save the list as CSV, which has no limit`,
        )
      bytes.push(piece)
    }
    try {
      const zip = await fromBufferPromise(Buffer.concat(bytes))
      if (zip.entryCount > mostParts) throw unreadable('the file has too many parts to be a list')
      const entries = new Map<string, Entry>()
      for await (const entry of zip.eachEntry()) entries.set(entry.fileName.toLowerCase(), entry)
      return new Archive(zip, entries)
    } catch (error) {
      throw damaged(error)
    }
  }

  has(name: string): boolean {
    return this.#entries.has(keyOf(name))
  }

  /** Reads a part, piece by piece. One that is not there is empty. */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(keyOf(name))
    if (!entry) return
    refuseBomb(entry)
    try {
      yield* await this.#zip.openReadStreamPromise(entry)
    } catch (error) {
      throw damaged(error)
    }
  }
}

function keyOf(name: string): string {
  return name.replace(/^\//, '').toLowerCase()
}

function refuseBomb(entry: Entry): void {
  if (entry.isEncrypted()) throw unreadable('the file is protected by a password: save it without one')
  const { uncompressedSize: size, compressedSize: packed } = entry
  if (size > longestPart || (size > unsuspectedPart && size > hardestPacking * packed))
    throw unreadable('the file would be too long when it is unpacked: save the list as CSV')
}

/** The refusal of a file that is no whole archive. */
function damaged(error: unknown): unknown {
  return error instanceof Error && error.name === 'Refusal'
    ? error
    : unreadable('the file is damaged or not whole: save it again', error)
}
