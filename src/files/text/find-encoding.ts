import { unreadable } from '../unreadable.ts'

/** How the bytes of a text are read: in pairs, or one by one (UTF-8 and the code pages of Windows). */
export type Encoding = 'utf-16le' | 'utf-16be' | 'bytes'

const utf8Mark = Buffer.from([0xef, 0xbb, 0xbf])

const utf32 = [Buffer.from([0xff, 0xfe, 0, 0]), Buffer.from([0, 0, 0xfe, 0xff])]

/**
 * Finds the encoding of a text by its first bytes: by the byte order mark, and without one by zeros. A line end in UTF-16 has
 * one zero byte, `0A 00` or `00 0A`; the other encodings have none.
 *
 * @throws Refusal for bytes that are no text.
 */
export function findEncoding(head: Buffer): Encoding {
  if (utf32.some((mark) => head.subarray(0, 4).equals(mark)))
    throw unreadable('the file is in UTF-32: save it as UTF-8')
  if (head.subarray(0, 3).equals(utf8Mark)) return 'bytes'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const zeros = [0, 0]
  for (let place = head.indexOf(0); place >= 0; place = head.indexOf(0, place + 1))
    zeros[place % 2] = (zeros[place % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (even === 0 && odd === 0) return 'bytes'
  // A letter of some other script may have the zero on the other side: U+0100 is 00 01 in UTF-16 LE.
  if (odd > 20 * even) return 'utf-16le'
  if (even > 20 * odd) return 'utf-16be'
  throw unreadable('the file is no text: save the list as CSV, as XLSX or as vCard')
}
