import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../../core/errors.ts'
import { type Denial, denials } from './errors.ts'

/**
 * Reads the file of a multipart body, its part named `file` that is one, while it comes in; undefined when there is none.
 * Whatever else comes is read and dropped, so that the whole body is known to be well-formed before anything is answered.
 * `filename` is as the client named it: often with a path.
 *
 * @throws Refusal `invalid_value` of `file` for a second such part, which would be lost.
 */
export async function readFilePart<T>(
  request: FastifyRequest,
  read: (filename: string, content: Readable) => Promise<T>,
): Promise<T | undefined> {
  if (!request.isMultipart()) return undefined
  let result: { readonly value: T } | undefined
  let files = 0
  let failure: unknown
  try {
    for await (const part of request.parts()) {
      if (part.type !== 'file') continue
      if (part.fieldname === 'file') files++
      if (files > 1 || part.fieldname !== 'file') {
        part.file.resume()
        continue
      }
      part.file.once('limit', () => part.file.destroy(denials.tooLarge()))
      const value = await read(part.filename, part.file).catch((error: unknown) => {
        // What breaks the file off is the client's; what reading makes of a whole one is not.
        if (part.file.errored === null) failure = error
        throw part.file.errored ?? error
      })
      result = { value }
    }
  } catch (error) {
    throw failure ?? denialOf(error)
  }
  if (files > 1) throw new Refusal('invalid_value', 'send one part "file": a group takes one file at a time', 'file')
  return result?.value
}

function denialOf(error: unknown): Denial {
  const { status, code } = error as { status?: number; code?: string }
  const isTooLarge = status === 413 || code === 'FST_REQ_FILE_TOO_LARGE'
  return isTooLarge ? denials.tooLarge() : denials.content('the multipart body is malformed')
}
