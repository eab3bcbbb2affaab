import type { IncomingHttpHeaders } from 'node:http'
import type { Caller } from '../core/caller.ts'
import type { RawBody } from './body/body-job.ts'
import type { BodyReader } from './body/body-reader.ts'

/** A request as every handler knows it, with nothing of the HTTP library. */
export interface Call {
  readonly caller: Caller
  readonly method: string
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, unknown>>
  readonly headers: IncomingHttpHeaders
  /** Whether nobody waits for the answer any more, or the server is about to stop: what waits for something has to end. */
  readonly isEnding: () => boolean
  /** The scheme and the host that the client called, for links: `http://127.0.0.1:8080`. */
  readonly origin: string
  /** Whether a body came, or the file of a multipart body. */
  readonly hasBody: boolean
  /** The body as it came; without bytes where none came. Undefined for a long body, which only `read` reads. */
  readonly raw: RawBody | undefined
  /** Reads the body by a reader, once. The reader gets the options, and no bytes where no body came. */
  readonly read: <T extends object>(reader: BodyReader<T>, options?: unknown) => Promise<T>
}
