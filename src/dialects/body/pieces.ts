/**
 * Gathers bytes into pieces of `size`, each in memory of its own, so that it can be handed over to another thread. The
 * last piece may be shorter.
 */
export async function* inPieces(chunks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let piece = new Uint8Array(size)
  let length = 0
  for await (const chunk of chunks) {
    let rest = chunk
    while (rest.length > 0) {
      const part = rest.subarray(0, size - length)
      piece.set(part, length)
      length += part.length
      rest = rest.subarray(part.length)
      if (length < size) continue
      yield piece
      piece = new Uint8Array(size)
      length = 0
    }
  }
  if (length > 0) yield piece.slice(0, length)
}

/** Bytes that are there already, as the only piece. */
export async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
