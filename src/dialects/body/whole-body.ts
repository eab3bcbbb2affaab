import type { BodyHead, RawBody } from './body-job.ts'
import type { BodyReader } from './body-reader.ts'

/**
 * The way to read a body that comes in pieces and is only read whole. Its bytes are kept until then, so it is for
 * operations that take no long body.
 */
export function readWhole<T>(read: (raw: RawBody) => T | Promise<T>): BodyReader<T>['begin'] {
  return (head: BodyHead) => {
    const pieces: Uint8Array[] = []
    return {
      write: (piece) => void pieces.push(piece),
      end: () => read({ ...head, bytes: Buffer.concat(pieces) }),
    }
  }
}
