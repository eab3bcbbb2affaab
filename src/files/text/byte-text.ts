import { isAscii, isUtf8 } from 'node:buffer'
import { type CodePage, chooseCodePage } from './code-page.ts'

/**
 * Decodes text of single bytes, piece by piece: UTF-8, and Windows-1252 or Windows-1256 where the bytes are not UTF-8. The first
 * piece that is not UTF-8 decides for the file. In a file that is UTF-8 for the most part, only the lines that are not it are read
 * by the code page: two lists of different programs, put together.
 */
export class ByteText {
  #codePage: CodePage | null = null
  /** Whether the file has had text that is UTF-8 and not ASCII. */
  #isUtf8 = false
  /** The beginning of a sign whose end is in the next piece. */
  #begun: Buffer = Buffer.alloc(0)

  decode(piece: Buffer): string {
    const bytes = this.#begun.length > 0 ? Buffer.concat([this.#begun, piece]) : piece
    const end = bytes.length - begunSign(bytes)
    this.#begun = bytes.subarray(end)
    return this.#decodeWhole(bytes.subarray(0, end))
  }

  end(): string {
    const rest = this.#begun
    this.#begun = Buffer.alloc(0)
    return this.#decodeWhole(rest)
  }

  #decodeWhole(bytes: Buffer): string {
    if (this.#codePage && !this.#isUtf8) return new TextDecoder(this.#codePage).decode(bytes)
    if (isUtf8(bytes)) {
      this.#isUtf8 ||= !isAscii(bytes)
      return bytes.toString()
    }
    const lines = linesOf(bytes)
    const others = lines.filter((line) => !isUtf8(line))
    this.#codePage ??= chooseCodePage(Buffer.concat(others))
    const whole = lines.filter((line) => isUtf8(line) && !isAscii(line))
    this.#isUtf8 ||= whole.length > others.length
    const decoder = new TextDecoder(this.#codePage)
    if (!this.#isUtf8) return decoder.decode(bytes)
    return lines.map((line) => (isUtf8(line) ? line.toString() : decoder.decode(line))).join('')
  }
}

/** Tells how many bytes at the end are the beginning of a sign of UTF-8: 0 to 3. */
function begunSign(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte < 0xc0) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return length > back ? back : 0
  }
  return 0
}

/** Cuts bytes behind every LF and CR. */
function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = []
  let start = 0
  for (const [place, byte] of bytes.entries()) {
    if (byte !== 0x0a && byte !== 0x0d) continue
    lines.push(bytes.subarray(start, place + 1))
    start = place + 1
  }
  lines.push(bytes.subarray(start))
  return lines
}
