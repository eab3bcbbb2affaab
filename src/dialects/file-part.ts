import { buffer } from 'node:stream/consumers'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../core/errors.ts'
import type { RawBody } from './body-job.ts'
import { Denial } from './denial.ts'
import type { Faults } from './faults.ts'

/** Lets an instance read multipart bodies of at most 10 parts, with files of at most `fileSize` bytes. */
export async function registerFileParts(app: FastifyInstance, fileSize: number): Promise<void> {
  const { default: multipart } = await import('@fastify/multipart')
  await app.register(multipart, { limits: { parts: 10, fileSize } })
}

/**
 * Receives the file of a multipart body: the part that is named `file` and is a file. Undefined when there is no such
 * part. All other parts are received and dropped, so that the whole body is known to be well-formed. The filename is as
 * the client gave it, often with a path.
 *
 * @throws Denial for a file that is too large and for a body that is malformed.
 * @throws Refusal `invalid_value` of `file` for a second such part, which would be lost.
 */
export async function receiveFile(
  request: FastifyRequest,
  faults: Pick<Faults, 'tooLarge' | 'malformedBody'>,
): Promise<RawBody | undefined> {
  if (!request.isMultipart()) return undefined
  let file: RawBody | undefined
  let files = 0
  try {
    for await (const part of request.parts()) {
      if (part.type !== 'file') continue
      if (part.fieldname === 'file') files++
      if (files > 1 || part.fieldname !== 'file') {
        part.file.resume()
        continue
      }
      part.file.once('limit', () => part.file.destroy(faults.tooLarge()))
      file = { bytes: await buffer(part.file), filename: part.filename }
    }
  } catch (error) {
    throw denialOf(error, faults)
  }
  if (files > 1) throw new Refusal('invalid_value', 'send one part "file": a group takes one file at a time', 'file')
  return file
}

function denialOf(error: unknown, faults: Pick<Faults, 'tooLarge' | 'malformedBody'>): Denial {
  if (error instanceof Denial) return error
  return (error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE'
    ? faults.tooLarge()
    : faults.malformedBody('the multipart body is malformed')
}
