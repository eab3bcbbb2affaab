import type { IncomingHttpHeaders } from 'node:http'
import type { Caller } from '../core/caller.ts'
import type { RawBody } from './body-job.ts'
import type { BodyReader } from './body-reader.ts'

/** A request as every handler knows it: nothing of the HTTP library. */
export interface Call {
  readonly caller: Caller
  readonly method: string
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, unknown>>
  readonly headers: IncomingHttpHeaders
  /** Scheme and host that the client called, for links: `http://127.0.0.1:8080`. */
  readonly origin: string
  /** The body as it came; undefined where none came, or no file in a multipart one. */
  readonly raw: RawBody | undefined
  /** Says what the body means by the reader, which gets no bytes where no body came. A long body is gone afterwards. */
  readonly read: <T extends object>(reader: BodyReader<T>) => Promise<T>
}
