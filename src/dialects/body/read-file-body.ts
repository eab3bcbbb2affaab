import type { Reading } from './body-reader.ts'

/**
 * Reads a body that is a file by `work`, which asks for its bytes. They come as fast as it takes them: a piece is
 * written when the next one is asked for.
 */
export function readFileBody<T>(work: (bytes: AsyncIterable<Uint8Array>) => Promise<T>): Required<Reading<T>> {
  const pieces = new Pieces()
  const done = work(pieces)
  // Whoever writes next, or ends, gets the error.
  done.catch(() => undefined)
  return {
    async write(piece) {
      await Promise.race([pieces.put(piece), done])
    },
    end() {
      pieces.end()
      return done
    },
    drop: () => pieces.end(new Error('nobody waits for the file any more')),
  }
}

/** Pieces that are put one after another, and are taken one after another. */
class Pieces implements AsyncIterable<Uint8Array> {
  #piece: Uint8Array | undefined
  #end: { readonly error: Error | undefined } | undefined
  #wakeTaker: () => void = () => undefined
  #wakeGiver: () => void = () => undefined

  /** Resolves when the next piece is asked for. */
  put(piece: Uint8Array): Promise<void> {
    this.#piece = piece
    this.#wakeTaker()
    return new Promise((resolve) => {
      this.#wakeGiver = resolve
    })
  }

  /** Ends the pieces; with an error where they are not whole. */
  end(error?: Error): void {
    this.#end = { error }
    this.#wakeTaker()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (this.#end?.error) throw this.#end.error
      if (this.#piece) {
        const piece = this.#piece
        this.#piece = undefined
        yield piece
        this.#wakeGiver()
      } else if (this.#end) return
      else {
        await new Promise<void>((resolve) => {
          this.#wakeTaker = resolve
        })
      }
    }
  }
}
