import { gatherPieces } from './gather-pieces.ts'

/** A file whose beginning is known before it is read. */
export interface Peeked {
  /** The first piece: the whole file, where that is short. */
  readonly head: Buffer
  /** Whether the file has no more than the first piece. */
  readonly isWhole: boolean
  /** All pieces, the first one included. They can be read once. */
  pieces(): AsyncGenerator<Buffer>
  /** Ends the reading of a file that is not read. */
  close(): Promise<void>
}

/** Reads the beginning of a file. */
export async function peek(bytes: AsyncIterable<Uint8Array>): Promise<Peeked> {
  const source = gatherPieces(bytes)
  const first = await source.next()
  const second = first.done ? first : await source.next()
  const head = first.done ? Buffer.alloc(0) : first.value
  const close = async (): Promise<void> => void (await source.return(undefined))
  return {
    head,
    isWhole: second.done === true,
    close,
    async *pieces() {
      try {
        yield head
        if (!second.done) yield second.value
        yield* source
      } finally {
        await close()
      }
    },
  }
}
