import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'

const packetEveryMs = 20
const samplesPerSecond = 8000
/** The type of packets of keys, as the description of the media says. */
const eventType = 101
const keys = '0123456789*#'
const silence = Buffer.alloc(160, 0xff)

/** The sound of one side of a call: sends packets of silence, or of a tone, and counts incoming packets. */
export class Rtp {
  received = 0
  /** The sound that came in last, as samples of 16 bits: 20 seconds at the most. */
  readonly heard: number[] = []
  /** The frequency of the tone that is sent, in Hz; 0 for silence. */
  tone = 0
  /** The data that has come by T.38 (UDPTL), as text. */
  page = ''
  #expectsPage = false
  readonly #socket: Socket
  /** The packets of keys that are still to be sent in place of sound. */
  #keys: { readonly payload: Buffer; readonly isFirst: boolean }[] = []
  #timer: NodeJS.Timeout | undefined
  #port = 0

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('message', (packet) => {
      // Sound that is still on its way is RTP, version 2.
      if (this.#expectsPage && packet[0] !== 0x80) {
        this.page = packet.subarray(3, 3 + (packet[2] ?? 0)).toString('latin1')
        return
      }
      this.received += 1
      if ((packet[1] ?? 0) % 128 !== 0) return
      for (const byte of packet.subarray(12)) this.heard.push(fromUlaw(byte))
      this.heard.splice(0, this.heard.length - 20 * samplesPerSecond)
    })
  }

  static async open(address: string): Promise<Rtp> {
    const socket = createSocket('udp4')
    socket.bind(0, address)
    await once(socket, 'listening')
    return new Rtp(socket)
  }

  get port(): number {
    return this.#socket.address().port
  }

  /** Sends to a port from now on, and to no other. */
  send(port: number): void {
    clearInterval(this.#timer)
    this.#port = port
    this.#keys.length = 0
    let sequence = 0
    let pressedAt = 0
    this.#timer = setInterval(() => {
      const key = this.#keys.shift()
      if (key?.isFirst) pressedAt = sequence
      const header = Buffer.alloc(12)
      header[0] = 0x80
      header[1] = key ? eventType | (key.isFirst ? 0x80 : 0) : 0
      header.writeUInt16BE(sequence & 0xffff, 2)
      header.writeUInt32BE(((key ? pressedAt : sequence) * silence.length) >>> 0, 4)
      sequence += 1
      const sound = this.tone === 0 ? silence : toneAt(this.tone, sequence)
      this.#socket.send([header, key?.payload ?? sound], port, '127.0.0.1')
    }, packetEveryMs)
  }

  /** Presses a key for 100 ms: five packets, of which the last comes three times (RFC 4733 §2.5). */
  press(key: string): void {
    for (const [index, packets] of [1, 2, 3, 4, 5, 5, 5].entries()) {
      const payload = Buffer.from([keys.indexOf(key), packets === 5 ? 0x8a : 0x0a, 0, 0])
      payload.writeUInt16BE(packets * silence.length, 2)
      this.#keys.push({ payload, isFirst: index === 0 })
    }
  }

  /** Takes packets of UDPTL from now on. */
  expectPage(): void {
    this.#expectsPage = true
    clearInterval(this.#timer)
  }

  /** Sends a page by UDPTL from now on: a sequence number, the data, and no packet before it (ITU-T T.38 §9). */
  sendPage(port: number, page: string): void {
    clearInterval(this.#timer)
    this.#port = port
    const data = Buffer.from(page, 'latin1')
    let sequence = 0
    this.#timer = setInterval(() => {
      const packet = Buffer.from([sequence >> 8, sequence & 255, data.length, ...data, 0, 0])
      sequence = (sequence + 1) & 0x7fff
      this.#socket.send(packet, port, '127.0.0.1')
    }, packetEveryMs)
  }

  /** Ends sending to that port. Sending to another port goes on. */
  stop(port: number): void {
    if (port === this.#port) clearInterval(this.#timer)
  }

  close(): void {
    clearInterval(this.#timer)
    this.#socket.close()
  }
}

/** A packet of a tone, which goes on from packet to packet. */
function toneAt(frequency: number, packet: number): Buffer {
  return Buffer.from(
    Array.from({ length: silence.length }, (_, at) => {
      const time = (packet * silence.length + at) / samplesPerSecond
      return toUlaw(Math.round(8000 * Math.sin(2 * Math.PI * frequency * time)))
    }),
  )
}

/** ITU-T G.711, µ-law. */
function toUlaw(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), 32635) + 132
  const exponent = 24 - Math.clz32(magnitude)
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | ((magnitude >> (exponent + 3)) & 15)) & 0xff
}

function fromUlaw(byte: number): number {
  const code = ~byte & 0xff
  const magnitude = (((code & 15) << 3) + 132) << ((code >> 4) & 7)
  return code & 0x80 ? 132 - magnitude : magnitude - 132
}
