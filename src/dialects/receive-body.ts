import type { IncomingMessage } from 'node:http'
import type { FastifyRequest } from 'fastify'
import type { LongBody, RawBody } from './body/body-job.ts'
import { longBody } from './body/body-readers.ts'
import type { Faults } from './faults.ts'

/** The answers to bodies that cannot be received. */
export type BodyFaults = Pick<Faults, 'tooLarge' | 'malformedBody'>

/**
 * Receives a body: whole, up to {@link longBody}. Of a longer body only the beginning is received; the rest comes when
 * its pieces are asked for.
 *
 * @throws Denial for a body that is longer than `limit`, or ends too early.
 */
export function receiveBody(
  { headers }: FastifyRequest,
  payload: IncomingMessage,
  limit: number,
  faults: BodyFaults,
): Promise<RawBody | LongBody> {
  const length = Number(headers['content-length'] ?? limit)
  const contentType = headers['content-type']
  return new Promise((resolve, reject) => {
    if (length > limit) return reject(faults.tooLarge())
    const chunks: Buffer[] = []
    let received = 0
    const settle = (act: () => void): void => {
      payload.off('data', onData).off('end', onEnd).off('error', onError)
      act()
    }
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk)
      received += chunk.length
      if (received > limit) settle(() => reject(faults.tooLarge()))
      else if (received > longBody) {
        payload.pause()
        settle(() => resolve({ contentType, length, pieces: allOf(chunks, payload, limit, faults) }))
      }
    }
    const onEnd = (): void => settle(() => resolve({ contentType, bytes: wholeOf(chunks, received) }))
    const onError = (): void => settle(() => reject(faults.malformedBody('the body ended too early')))
    payload.on('data', onData).on('end', onEnd).on('error', onError)
  })
}

/** All chunks in one. Most bodies come in one already. */
function wholeOf(chunks: readonly Buffer[], length: number): Buffer {
  const [first] = chunks
  return chunks.length === 1 && first ? first : Buffer.concat(chunks, length)
}

/** The bytes that were received already, and those that come. */
async function* allOf(
  chunks: readonly Buffer[],
  payload: IncomingMessage,
  limit: number,
  faults: BodyFaults,
): AsyncGenerator<Buffer> {
  let received = 0
  for (const chunk of chunks) {
    received += chunk.length
    yield chunk
  }
  try {
    // The request outlives a reader that stops early: it still has to be answered.
    for await (const chunk of payload.iterator({ destroyOnReturn: false })) {
      received += (chunk as Buffer).length
      if (received > limit) break
      yield chunk as Buffer
    }
  } catch {
    throw faults.malformedBody('the body ended too early')
  }
  if (received > limit) throw faults.tooLarge()
}
