import { ByteText } from './byte-text.ts'
import { findEncoding } from './find-encoding.ts'

/** Decodes a text whose first bytes are `head`, without its byte order mark. */
export async function* decodeText(pieces: AsyncIterable<Buffer>, head: Buffer): AsyncGenerator<string> {
  const encoding = findEncoding(head)
  const bytes = new ByteText()
  const pairs = encoding === 'bytes' ? undefined : new TextDecoder(encoding, { ignoreBOM: true })
  let isFirst = true
  for await (const piece of pieces) {
    const text = pairs ? pairs.decode(piece, { stream: true }) : bytes.decode(piece)
    yield isFirst ? text.replace(/^\ufeff/, '') : text
    isFirst &&= text === ''
  }
  yield pairs ? pairs.decode() : bytes.end()
}

/** Decodes the beginning of a text, as far as `head` goes. */
export function decodeHead(head: Buffer): string {
  const encoding = findEncoding(head)
  const text = encoding === 'bytes' ? new ByteText().decode(head) : new TextDecoder(encoding).decode(head)
  return text.replace(/^\ufeff/, '')
}
