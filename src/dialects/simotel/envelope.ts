/** What every answer is wrapped in. `success` is 1 or 0, as an integer (docs/wire/simotel.md §1.5). */
export interface Envelope {
  readonly success: 0 | 1
  readonly message: string
  readonly data: unknown
}

/** A write that was done. `data` is `""` where the vendor answers nothing. */
export function done(data: unknown = ''): Envelope {
  return { success: 1, message: 'Requested operation is done successfully', data }
}

/** What was found or stored, which the vendor answers without a message. */
export function found(data: unknown): Envelope {
  return { success: 1, message: '', data }
}

/** Always with `data`: an older client reads all three members unasked. */
export function failed(message: string): Envelope {
  return { success: 0, message, data: '' }
}

/** An answer with something to say beside it, in headers of our own. */
export class Annotated {
  readonly envelope: Envelope
  readonly headers: Readonly<Record<string, string>>

  constructor(envelope: Envelope, headers: Readonly<Record<string, string>>) {
    this.envelope = envelope
    this.headers = headers
  }
}
