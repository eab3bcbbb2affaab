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

/** An answer with headers of our own beside its envelope, as `Dialbook-PBX`. */
export class Annotated {
  readonly envelope: Envelope
  readonly headers: Readonly<Record<string, string>>

  constructor(envelope: Envelope, headers: Readonly<Record<string, string>>) {
    this.envelope = envelope
    this.headers = headers
  }
}
