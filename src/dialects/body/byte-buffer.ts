/** Bytes that grow up to a limit, and are used again after each reading. */
export class ByteBuffer {
  readonly #most: number
  #bytes = Buffer.alloc(1024)
  #length = 0

  constructor(most: number) {
    this.#most = most
  }

  get length(): number {
    return this.#length
  }

  /** The bytes. They are overwritten by what is added after `clear`. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  /** Adds bytes. Returns whether there was room for them. */
  add(bytes: Uint8Array): boolean {
    const length = this.#length + bytes.length
    if (length > this.#most) return false
    if (length > this.#bytes.length) {
      const larger = Buffer.alloc(Math.min(Math.max(length, this.#bytes.length * 2), this.#most))
      larger.set(this.bytes)
      this.#bytes = larger
    }
    this.#bytes.set(bytes, this.#length)
    this.#length = length
    return true
  }

  clear(): void {
    this.#length = 0
  }
}
