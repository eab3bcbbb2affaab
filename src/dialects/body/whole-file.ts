import type { BodyReader } from './body-reader.ts'
import { readFileBody } from './read-file-body.ts'

/** A file as it was sent. */
export interface WholeFile {
  /** The name that the client gave it; empty where it gave none. */
  readonly filename: string
  readonly bytes: Uint8Array
}

/** Takes a file whole, such as a sound, which is read later. */
export const wholeFileReader: BodyReader<WholeFile> = {
  module: 'body/whole-file',
  name: 'wholeFileReader',
  read: ({ filename = '', bytes }) => ({ filename, bytes }),
  begin: ({ filename = '' }) =>
    readFileBody(async (pieces) => {
      const chunks: Uint8Array[] = []
      for await (const piece of pieces) chunks.push(piece.slice())
      return { filename, bytes: new Uint8Array(Buffer.concat(chunks)) }
    }),
}
