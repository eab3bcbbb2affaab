import type { Readable } from 'node:stream'
import { revisionOf } from '../../core/revision/revision.ts'
import type { Call } from '../call.ts'

/** The envelope of every answer. `success` is the integer 1 or 0 (docs/wire/simotel.md §1.5). */
export interface Envelope {
  readonly success: 0 | 1
  /** Only `call/originate/act` has none. */
  readonly message: string | null
  readonly data: unknown
}

/** The answer to a write. `data` is `""` where the vendor answers nothing. */
export function done(data: unknown = ''): Envelope {
  return { success: 1, message: 'Requested operation is done successfully', data }
}

/** The answer to a search or an upload. The vendor gives it no message. */
export function found(data: unknown): Envelope {
  return { success: 1, message: '', data }
}

/** The answer to a failure. It has `data` too: an older client reads all three members unasked. */
export function failed(message: string): Envelope {
  return { success: 0, message, data: '' }
}

/** The bytes of a file, in the place of an envelope. */
export class FileAnswer {
  readonly name: string
  readonly type: string
  readonly bytes: number
  readonly chunks: AsyncIterable<Uint8Array>

  constructor(file: Pick<FileAnswer, 'name' | 'type' | 'bytes' | 'chunks'>) {
    this.name = file.name
    this.type = file.type
    this.bytes = file.bytes
    this.chunks = file.chunks
  }
}

/** An answer with headers of our own beside its envelope, as `Dialbook-PBX`. The envelope may be written in parts. */
export class Annotated {
  readonly envelope: Envelope | Readable | Uint8Array
  readonly headers: Readonly<Record<string, string>>

  constructor(envelope: Annotated['envelope'], headers: Readonly<Record<string, string>>) {
    this.envelope = envelope
    this.headers = headers
  }
}

/** An answer with the ETag of the thing that it tells of. */
export function tagged(thing: object, envelope: Annotated['envelope'] | Annotated): Annotated {
  const { envelope: bare, headers } = envelope instanceof Annotated ? envelope : new Annotated(envelope, {})
  return new Annotated(bare, { ...headers, ETag: `"${revisionOf(thing)}"` })
}

/** An answer with the revisions of its rows, in their order, where the client asks for them by the header of that name. */
export function withRevisions(
  { headers }: Pick<Call, 'headers'>,
  things: readonly object[],
  envelope: Envelope,
): Envelope | Annotated {
  if (headers[revisionsHeader.toLowerCase()] === undefined || things.length > revisionsAtMost) return envelope
  return new Annotated(envelope, { [revisionsHeader]: things.map((thing) => `"${revisionOf(thing)}"`).join(', ') })
}

/** The header by which a client asks for the revisions of the rows of a search, and gets them. */
export const revisionsHeader = 'Dialbook-Revisions'

/** Rows of which the revisions fit into a header, by the limits of the HTTP libraries of clients. */
const revisionsAtMost = 300
