import type { IncomingHttpHeaders } from 'node:http'
import type { Caller } from '../core/caller.ts'
import type { RawBody } from './body-job.ts'
import type { BodyReader } from './body-reader.ts'

/** A request as every handler knows it, with nothing of the HTTP library. */
export interface Call {
  readonly caller: Caller
  readonly method: string
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, unknown>>
  readonly headers: IncomingHttpHeaders
  /** The scheme and the host that the client called, for links: `http://127.0.0.1:8080`. */
  readonly origin: string
  /** The body as it came, or the file of a multipart body. Undefined where no body, or no file, came. */
  readonly raw: RawBody | undefined
  /**
   * Reads the body by a reader, which gets no bytes where no body came. The bytes of a long body are gone afterwards.
   */
  readonly read: <T extends object>(reader: BodyReader<T>) => Promise<T>
}
