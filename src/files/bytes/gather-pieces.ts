/** Bytes that are read at once: about a thousand lines. */
export const pieceSize = 32 * 1024

/** Gathers bytes that come in any portions into pieces of about `pieceSize`; only the last one may be shorter. */
export async function* gatherPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let size = 0
  for await (const portion of bytes) {
    waiting.push(Buffer.from(portion.buffer, portion.byteOffset, portion.byteLength))
    size += portion.byteLength
    if (size < pieceSize) continue
    const gathered = waiting.length === 1 && waiting[0] ? waiting[0] : Buffer.concat(waiting)
    waiting = []
    size = 0
    for (let start = 0; start < gathered.length; start += pieceSize) yield gathered.subarray(start, start + pieceSize)
  }
  if (size > 0) yield Buffer.concat(waiting)
}
