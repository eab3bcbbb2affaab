/** The commands of SMPP 3.4 that are spoken here (§5.1.2.1). An answer has that of its request, with the highest bit set. */
export const commands = {
  genericNack: 0x8000_0000,
  submit: 0x04,
  deliver: 0x05,
  unbind: 0x06,
  bind: 0x09,
  outbind: 0x0b,
  enquireLink: 0x15,
  alert: 0x102,
  data: 0x103,
} as const

const answerBit = 0x8000_0000
const headBytes = 16
/** No PDU of messages comes near this: whoever names a longer one speaks something else. */
const mostBytes = 128 * 1024

/** A protocol data unit, with its body as it travels. */
export interface Pdu {
  readonly command: number
  readonly status: number
  readonly sequence: number
  readonly body: Buffer
}

/** The command of the answer to a request. */
export function answerTo(command: number): number {
  return (command | answerBit) >>> 0
}

/** Whether a PDU answers another one. */
export function isAnswer({ command }: Pdu): boolean {
  return (command & answerBit) !== 0
}

/** A PDU as it travels. */
export function encodePdu({ command, status, sequence, body }: Pdu): Buffer {
  const head = Buffer.alloc(headBytes)
  head.writeUInt32BE(headBytes + body.length, 0)
  head.writeUInt32BE(command, 4)
  head.writeUInt32BE(status, 8)
  head.writeUInt32BE(sequence, 12)
  return Buffer.concat([head, body])
}

/** Cuts what arrives into PDUs. */
export class PduReader {
  #left: Buffer = Buffer.alloc(0)

  /** The PDUs that are whole with these bytes. @throws RangeError for a length that none has: all that follows is noise. */
  read(bytes: Buffer): Pdu[] {
    let left = this.#left.length === 0 ? bytes : Buffer.concat([this.#left, bytes])
    const pdus: Pdu[] = []
    while (left.length >= 4) {
      const length = left.readUInt32BE(0)
      if (length < headBytes || length > mostBytes) throw new RangeError(`a PDU of ${length} bytes`)
      if (left.length < length) break
      pdus.push({
        command: left.readUInt32BE(4),
        status: left.readUInt32BE(8),
        sequence: left.readUInt32BE(12),
        body: left.subarray(headBytes, length),
      })
      left = left.subarray(length)
    }
    this.#left = left
    return pdus
  }
}

/** A number or a name as SMPP has it: with its type and its numbering plan (§5.2.5, §5.2.6). */
export interface Address {
  readonly type: number
  readonly plan: number
  readonly text: string
}

/** A message that is handed over. */
export interface Submitted {
  readonly from: Address
  readonly to: Address
  /** Whether the message begins with a user data header. */
  readonly hasHeader: boolean
  readonly coding: number
  /** An absolute time (§7.1.1); empty for that of the SMSC. */
  readonly validity: string
  readonly message: Uint8Array
}

/** A message that the SMSC hands over: a receipt, or one that somebody has written. */
export interface Delivered {
  readonly from: Address
  readonly to: Address
  /** What kind of message it is (§5.2.12). */
  readonly kind: number
  readonly coding: number
  readonly message: Buffer
  readonly options: ReadonlyMap<number, Buffer>
}

/** The optional parameters that are read (§5.3.2). */
export const options = {
  receiptedId: 0x001e,
  partReference: 0x020c,
  partCount: 0x020e,
  partNumber: 0x020f,
  networkError: 0x0423,
  payload: 0x0424,
  state: 0x0427,
} as const

/** The body of a request to be bound as a transceiver. */
export function bindBody(names: { readonly systemId: string; readonly password: string; readonly systemType: string }) {
  return Buffer.concat([
    text(names.systemId),
    text(names.password),
    text(names.systemType),
    // The version 3.4, and no addresses: the SMSC knows those of the account.
    Buffer.from([0x34, 0, 0, 0]),
  ])
}

/** The body of `submit_sm`. A receipt is asked for, whatever the outcome. */
export function submitBody({ from, to, hasHeader, coding, validity, message }: Submitted): Buffer {
  return Buffer.concat([
    // No service type.
    Buffer.from([0]),
    address(from),
    address(to),
    // The kind, no protocol, no priority, at once.
    Buffer.from([hasHeader ? 0x40 : 0, 0, 0, 0]),
    text(validity),
    Buffer.from([1, 0, coding, 0, message.length]),
    message,
  ])
}

/** The id in the body of the answer to `submit_sm`; empty for none. */
export function submittedId(body: Buffer): string {
  return body.length === 0 ? '' : new BodyReader(body).text()
}

/** Reads the body of `deliver_sm`. @throws RangeError for one that ends too early. */
export function readDelivered(body: Buffer): Delivered {
  const reader = new BodyReader(body)
  reader.text()
  const [from, to] = [reader.address(), reader.address()]
  const kind = reader.byte()
  reader.skip(2)
  reader.text()
  reader.text()
  reader.skip(2)
  const coding = reader.byte()
  reader.skip(1)
  const short = reader.bytes(reader.byte())
  const found = reader.options()
  return { from, to, kind, coding, message: found.get(options.payload) ?? short, options: found }
}

/** Reads the body of `data_sm`, whose text is a parameter. @throws RangeError for one that ends too early. */
export function readData(body: Buffer): Delivered {
  const reader = new BodyReader(body)
  reader.text()
  const [from, to] = [reader.address(), reader.address()]
  const kind = reader.byte()
  reader.skip(1)
  const coding = reader.byte()
  const found = reader.options()
  return { from, to, kind, coding, message: found.get(options.payload) ?? Buffer.alloc(0), options: found }
}

/** The body of the answer to `deliver_sm` and to `data_sm`: an id that nobody reads. */
export const deliveredBody = Buffer.from([0])

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from(value.replaceAll('\0', ''), 'latin1'), Buffer.from([0])])
}

function address({ type, plan, text: value }: Address): Buffer {
  return Buffer.concat([Buffer.from([type, plan]), text(value)])
}

class BodyReader {
  readonly #body: Buffer
  #at = 0

  constructor(body: Buffer) {
    this.#body = body
  }

  byte(): number {
    return this.bytes(1)[0] as number
  }

  skip(count: number): void {
    this.bytes(count)
  }

  bytes(count: number): Buffer {
    const end = this.#at + count
    if (end > this.#body.length) throw new RangeError('a PDU ends too early')
    const bytes = this.#body.subarray(this.#at, end)
    this.#at = end
    return bytes
  }

  /** A text up to its zero. Some leave out that of the last text. */
  text(): string {
    const end = this.#body.indexOf(0, this.#at)
    const bytes = this.#body.subarray(this.#at, end < 0 ? undefined : end)
    this.#at = end < 0 ? this.#body.length : end + 1
    return bytes.toString('latin1')
  }

  address(): Address {
    const [type, plan] = [this.byte(), this.byte()]
    return { type, plan, text: this.text() }
  }

  /** The optional parameters. What is broken at the end is left out. */
  options(): Map<number, Buffer> {
    const found = new Map<number, Buffer>()
    while (this.#at + 4 <= this.#body.length) {
      const head = this.bytes(4)
      const length = head.readUInt16BE(2)
      if (this.#at + length > this.#body.length) break
      found.set(head.readUInt16BE(0), this.bytes(length))
    }
    return found
  }
}
