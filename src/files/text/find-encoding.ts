import { unreadable } from '../unreadable.ts'

/** How the bytes of a text are read: in pairs, or one by one (UTF-8 and the code pages of Windows). */
export type Encoding = 'utf-16le' | 'utf-16be' | 'bytes'

const utf8Mark = Buffer.from([0xef, 0xbb, 0xbf])

const utf32 = [Buffer.from([0xff, 0xfe, 0, 0]), Buffer.from([0, 0, 0xfe, 0xff])]

/**
 * Finds the encoding of a text by its first bytes: by the byte order mark, and without one by zeros. In UTF-16 each digit, separator and
 * line end has one zero byte, `30 00` or `00 30`, so that at least one of twenty signs has it. Other encodings have none, but for those that
 * a database leaves in a csv, where it fills a field up with U+0000. There two digits stand side by side, `30 39`, which is next to never a sign
 * of UTF-16.
 *
 * @throws Refusal for bytes that are no text.
 */
export function findEncoding(head: Buffer): Encoding {
  if (utf32.some((mark) => head.subarray(0, 4).equals(mark)))
    throw unreadable('the file is in UTF-32: save it as UTF-8')
  if (head.subarray(0, 3).equals(utf8Mark)) return 'bytes'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const { even, odd, controls, twoDigits } = countSigns(head)
  const areBytes = twoDigits * 10 > even + odd
  const isPaired = !areBytes && Math.max(even, odd) >= Math.max(2, head.length / 40)
  // A letter of some other script may have the zero on the other side: U+0100 is 00 01 in UTF-16 LE.
  if (isPaired && odd > 20 * even) return 'utf-16le'
  if (isPaired && even > 20 * odd) return 'utf-16be'
  if (isPaired || controls > head.length / 50)
    throw unreadable('the file is no text: save the list as CSV, as XLSX or as vCard')
  return 'bytes'
}

interface Signs {
  /** Zeros at even and at odd places. */
  readonly even: number
  readonly odd: number
  /** The control characters that no text has. */
  readonly controls: number
  /** Pairs of bytes that are two digits. */
  readonly twoDigits: number
}

function countSigns(head: Buffer): Signs {
  let [even, odd, controls, twoDigits] = [0, 0, 0, 0]
  for (const [place, byte] of head.entries()) {
    if (byte === 0 && place % 2 === 0) even++
    else if (byte === 0) odd++
    else if (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d)) controls++
    else if (place % 2 === 1 && isDigit(byte) && isDigit(head[place - 1])) twoDigits++
  }
  return { even, odd, controls, twoDigits }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39
}
