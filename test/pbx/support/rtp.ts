import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'

const packetEveryMs = 20
const silence = Buffer.alloc(160, 0xff)

/** The sound of one side of a call: sends packets of silence, and counts incoming packets. */
export class Rtp {
  received = 0
  readonly #socket: Socket
  #timer: NodeJS.Timeout | undefined
  #port = 0

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('message', () => {
      this.received += 1
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
    let sequence = 0
    this.#timer = setInterval(() => {
      const header = Buffer.alloc(12)
      header[0] = 0x80
      header.writeUInt16BE(sequence & 0xffff, 2)
      header.writeUInt32BE((sequence * silence.length) >>> 0, 4)
      sequence += 1
      this.#socket.send([header, silence], port, '127.0.0.1')
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
