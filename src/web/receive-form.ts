import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../core/errors.ts'
import type { SentFile } from './facts.ts'
import type { View } from './view.ts'

/** The longest field of a form with a file: a column that somebody pastes in the place of one. */
const longestField = 2 * 1024 * 1024

/** The longest form beside its file. */
const longestForm = 4 * 1024 * 1024

/** Lets an instance read forms with a file. Nothing of such a form is read before `receiveForm`. */
export async function takeFiles(app: FastifyInstance, fileSize: number): Promise<void> {
  const { default: multipart } = await import('@fastify/multipart')
  await app.register(multipart, { limits: { files: 1, fields: 50, fieldSize: longestField, fileSize } })
}

/** A form with a file, as far as it was received. */
interface ReceivedForm extends Pick<View, 'form' | 'file'> {
  /** The refusal of a field that is too long. The form does not have it. */
  readonly problem?: Refusal
}

/**
 * Reads a form with a file, which browsers send as multipart, up to its file: the bytes of the file come when they are asked for. A
 * field for a file that was left empty is none.
 */
export async function receiveForm(request: FastifyRequest): Promise<ReceivedForm> {
  const form = new URLSearchParams()
  let problem: Refusal | undefined
  let room = longestForm
  for await (const part of heldOpen(request.parts())) {
    if (part.type === 'field') {
      const value = String(part.value)
      room -= value.length
      if (part.valueTruncated || room < 0) problem ??= tooLong(part.fieldname)
      else form.append(part.fieldname, value)
    } else if (part.filename === '') part.file.resume()
    else return { form, file: fileOf(request, part.filename, part.file), ...(problem && { problem }) }
  }
  return { form, ...(problem && { problem }) }
}

/** The same parts. Whoever stops before the last one does not end them: the file that they stopped at is still to be read. */
async function* heldOpen<T>(parts: AsyncIterableIterator<T>): AsyncGenerator<T> {
  for (let next = await part(parts); !next.done; next = await part(parts)) yield next.value
}

async function part<T>(parts: AsyncIterableIterator<T>): Promise<IteratorResult<T>> {
  try {
    return await parts.next()
  } catch (error) {
    throw Object.assign(error as Error, { statusCode: (error as { statusCode?: number }).statusCode ?? 400 })
  }
}

function fileOf(request: FastifyRequest, filename: string, content: Readable): SentFile {
  const limit = request.routeOptions.bodyLimit ?? Number.MAX_SAFE_INTEGER
  content.once('limit', () => content.destroy(tooLarge()))
  return { filename, length: Number(request.headers['content-length'] ?? limit), pieces: piecesOf(content) }
}

/** The bytes of a file. A reader that stops early leaves the request open: it still has to be answered. */
async function* piecesOf(content: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of content.iterator({ destroyOnReturn: false })) yield piece as Uint8Array
  } catch (error) {
    if (error instanceof Refusal) throw error
    if ((error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE') throw tooLarge()
    throw new Refusal('invalid_value', 'the file has not come whole: send it again', 'file')
  }
}

/** The bytes of a file that is used as a whole. */
export async function wholeOf({ pieces }: SentFile): Promise<Uint8Array> {
  const bytes: Uint8Array[] = []
  for await (const piece of pieces) bytes.push(piece)
  return Buffer.concat(bytes)
}

function tooLong(field: string): Refusal {
  return new Refusal('invalid_value', 'the text is too long: send it as a file', field)
}

function tooLarge(): Refusal {
  return new Refusal('invalid_value', 'the file is larger than this server takes (bodyLimit)', 'file')
}

/** Receives what is left of a form that nobody reads any more, so that its connection can take the next request. */
export function dropRest({ raw }: FastifyRequest): void {
  if (raw.readableEnded || raw.destroyed) return
  raw.unpipe()
  raw.resume()
}
