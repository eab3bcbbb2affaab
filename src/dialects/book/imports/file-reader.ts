import type { KeptReject } from '../../../core/preview/preview.ts'
import type { FileWish, ReadFile } from '../../../core/preview/preview-file.ts'
import { readNumbers } from '../../../core/preview/read-numbers.ts'
import type { BodyHead } from '../../body/body-job.ts'
import type { BodyReader } from '../../body/body-reader.ts'
import { inOnePiece } from '../../body/pieces.ts'
import { readFileBody } from '../../body/read-file-body.ts'
import type { ReaderTools } from '../../body/reader-tools.ts'
import { BookDenial, denials } from '../errors.ts'

/** A file that was read, with its rejects as JSON, some hundred in a part. */
interface PackedFile extends Omit<ReadFile, 'rejects'> {
  readonly rejects: readonly Uint8Array[]
}

/** Lines of a file that may be rejected. In a file with more of them another column is meant. */
const mostRejects = 100_000

/** Rejects that are kept together. */
const partSize = 500

/** The longest text of a reject that is kept. */
const longestValue = 200

/** Bytes from which on a file is read in another thread: a sheet of so many holds some thousand rows. */
const asideFrom = 64 * 1024

/** Gathers the rejects of a file, packed. */
class KeptRejects {
  readonly #parts: Uint8Array[] = []
  #part: KeptReject[] = []
  #count = 0

  /** @throws BookDenial 422 for the reject after {@link mostRejects}. */
  add({ line, column, value, reason }: KeptReject): void {
    if (++this.#count > mostRejects) {
      const remedy = 'name the column of the numbers by number=COLUMN'
      throw denials.invalid('file', `has more than ${mostRejects} lines that are not taken: ${remedy}`, line)
    }
    this.#part.push({ line, column, value: shortened(value), reason })
    if (this.#part.length === partSize) this.#close()
  }

  end(): readonly Uint8Array[] {
    if (this.#part.length > 0) this.#close()
    return this.#parts
  }

  #close(): void {
    this.#parts.push(new TextEncoder().encode(JSON.stringify(this.#part)))
    this.#part = []
  }
}

async function read(bytes: AsyncIterable<Uint8Array>, head: BodyHead, { files }: ReaderTools): Promise<PackedFile> {
  const { sheet, oddPhones, ...wish } = head.options as FileWish
  const filename = wish.filename === '' ? (head.filename ?? '') : wish.filename
  const rejects = new KeptRejects()
  const file = await files.open(bytes, { filename, ...(sheet !== undefined && { sheet }) })
  const found = await readNumbers(file, { ...wish, filename, oddPhones: new Set(oddPhones) }, (reject) =>
    rejects.add(reject),
  )
  return { ...found, filename, rejects: rejects.end() }
}

/** Reads the file of an import. */
export const fileReader: BodyReader<PackedFile> = {
  module: 'book/imports/file-reader',
  name: 'fileReader',
  asideFrom,
  errors: [BookDenial],
  read: ({ bytes, ...head }, tools) => read(inOnePiece(bytes), head, tools),
  begin: (head, tools) => readFileBody((bytes) => read(bytes, head, tools)),
}

/** A file that was read, with its rejects as they are. */
export function readFileOf(file: PackedFile): ReadFile {
  return { ...file, rejects: rejectsOf(file) }
}

function* rejectsOf({ rejects }: PackedFile): Generator<readonly KeptReject[]> {
  for (const part of rejects) yield JSON.parse(new TextDecoder().decode(part))
}

function shortened(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text
}
