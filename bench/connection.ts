import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const chunkedEnd = Buffer.from('\r\n0\r\n\r\n')

/**
 * A connection of the load: it sends bytes, and waits for the end of the answer without reading it. It takes a few
 * microseconds a request, so that the processors are left to the servers.
 */
export class Connection {
  readonly #socket: Socket
  #head: Buffer = Buffer.alloc(0)
  #status = 0
  /** Bytes of the body that are still to come; null while the head is read, `chunked` when the body tells its end. */
  #left: number | 'chunked' | null = null
  #answered: { resolve(status: number): void; reject(error: Error): void } | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (part) => this.#take(part as Buffer))
    socket.on('error', (error) => this.#answered?.reject(error))
    socket.on('close', () => this.#answered?.reject(new Error('the server closed the connection')))
  }

  static async open(url: string): Promise<Connection> {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    await once(socket, 'connect')
    return new Connection(socket)
  }

  /** Sends a request, and returns the status when the whole answer is there. */
  send(bytes: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#answered = { resolve, reject }
      this.#socket.write(bytes)
    })
  }

  close(): void {
    this.#answered = undefined
    this.#socket.destroy()
  }

  #take(part: Buffer): void {
    let body = part
    if (this.#left === null) {
      this.#head = this.#head.length === 0 ? part : Buffer.concat([this.#head, part])
      const end = this.#head.indexOf('\r\n\r\n')
      if (end < 0) return
      const head = this.#head.toString('latin1', 0, end)
      this.#status = Number(head.slice(9, 12))
      const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
      this.#left = length !== undefined ? Number(length) : this.#status === 204 ? 0 : 'chunked'
      // A body in chunks begins behind an end of line, as each of its chunks does.
      body = this.#head.subarray(this.#left === 'chunked' ? end + 2 : end + 4)
      this.#head = Buffer.alloc(0)
    }
    if (this.#left === 'chunked') {
      const tail = Buffer.concat([this.#head, body.subarray(-chunkedEnd.length)])
      this.#head = tail.subarray(-chunkedEnd.length)
      if (!this.#head.equals(chunkedEnd)) return
      this.#head = Buffer.alloc(0)
    } else {
      this.#left -= body.length
      if (this.#left > 0) return
    }
    this.#left = null
    const answered = this.#answered
    this.#answered = undefined
    answered?.resolve(this.#status)
  }
}
