import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../core/errors.ts'
import type { LongBody, RawBody } from './body/body-job.ts'
import { longBody } from './body/body-readers.ts'
import { Denial } from './denial.ts'
import type { BodyFaults } from './receive-body.ts'

/** Lets an instance read multipart bodies of at most 10 parts, with files of at most `fileSize` bytes. */
export async function registerFileParts(app: FastifyInstance, fileSize: number): Promise<void> {
  const { default: multipart } = await import('@fastify/multipart')
  await app.register(multipart, { limits: { parts: 10, fileSize } })
}

/**
 * Receives the file of a multipart body: the part that is named `file` and is a file. Undefined when there is no such
 * part. All other parts are received and dropped, so that the whole body is known to be well-formed. Of a long file only
 * the beginning is received, and the rest comes when its pieces are asked for. The filename is as the client gave it,
 * often with a path.
 *
 * @throws Denial for a file that is too large and for a body that is malformed.
 * @throws Refusal `invalid_value` of `file` for a second such part, which would be lost.
 */
export async function receiveFile(
  request: FastifyRequest,
  faults: BodyFaults,
): Promise<RawBody | LongBody | undefined> {
  if (!request.isMultipart()) return undefined
  const parts = request.parts()
  const file = await nextFile(parts, faults)
  if (!file) return undefined
  const { filename, content } = file
  const chunks = content.iterator({ destroyOnReturn: false })
  const beginning: Buffer[] = []
  let length = 0
  for (let next = await read(chunks, faults); next; next = await read(chunks, faults)) {
    beginning.push(next)
    length += next.length
    if (length > longBody) {
      const declared = Number(request.headers['content-length'] ?? request.routeOptions.bodyLimit)
      return { filename, length: declared, pieces: allOf(beginning, chunks, parts, faults) }
    }
  }
  await refuseMore(parts, faults)
  return { filename, bytes: Buffer.concat(beginning, length) }
}

type Parts = ReturnType<FastifyRequest['parts']>

interface FilePart {
  readonly filename: string
  readonly content: Readable
}

/** The next part that is a file and is named `file`. The parts before it are dropped. */
async function nextFile(parts: Parts, faults: BodyFaults): Promise<FilePart | undefined> {
  for (;;) {
    const { done, value: part } = await parts.next().catch((error: unknown) => {
      throw denialOf(error, faults)
    })
    if (done) return undefined
    if (part.type !== 'file') continue
    if (part.fieldname === 'file') {
      part.file.once('limit', () => part.file.destroy(faults.tooLarge()))
      return { filename: part.filename, content: part.file }
    }
    part.file.resume()
  }
}

/** The bytes of the file that were received already, and those that come. Then the other parts are looked through. */
async function* allOf(
  beginning: readonly Buffer[],
  chunks: NodeJS.AsyncIterator<Buffer>,
  parts: Parts,
  faults: BodyFaults,
): AsyncGenerator<Buffer> {
  yield* beginning
  for (let next = await read(chunks, faults); next; next = await read(chunks, faults)) yield next
  await refuseMore(parts, faults)
}

/** Receives the parts behind the file, and refuses a second one. */
async function refuseMore(parts: Parts, faults: BodyFaults): Promise<void> {
  const second = await nextFile(parts, faults)
  if (!second) return
  second.content.resume()
  // The rest of the body is looked at as well: a malformed body is refused as one.
  while (await nextFile(parts, faults).then((file) => file?.content.resume()));
  throw new Refusal('invalid_value', 'send one part "file": a group takes one file at a time', 'file')
}

async function read(chunks: NodeJS.AsyncIterator<Buffer>, faults: BodyFaults): Promise<Buffer | undefined> {
  const { done, value } = await chunks.next().catch((error: unknown) => {
    throw denialOf(error, faults)
  })
  return done ? undefined : value
}

function denialOf(error: unknown, faults: BodyFaults): Denial {
  if (error instanceof Denial) return error
  return (error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE'
    ? faults.tooLarge()
    : faults.malformedBody('the multipart body is malformed')
}
