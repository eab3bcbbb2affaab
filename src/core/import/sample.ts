import type { FileRecord, RecordFile } from './record-file.ts'

/** Records that are looked at to choose the columns. */
const sampleSize = 500

/** The beginning of a file, and a way to read it from its beginning on. */
export interface Sampled {
  readonly sample: readonly FileRecord[]
  readonly batches: AsyncIterable<readonly FileRecord[]>
  /** Ends the reading of a file whose batches nobody will ask for. */
  close(): Promise<void>
}

/** Reads the first records of a file. All of its records can still be read afterwards, once. */
export async function sampled(file: RecordFile): Promise<Sampled> {
  const batches = file.batches()[Symbol.asyncIterator]()
  const first: (readonly FileRecord[])[] = []
  let size = 0
  while (size < sampleSize) {
    const next = await batches.next()
    if (next.done) break
    first.push(next.value)
    size += next.value.length
  }
  return {
    sample: first.flat().slice(0, sampleSize),
    batches: joined(first, batches),
    close: async () => void (await batches.return?.()),
  }
}

async function* joined(
  first: (readonly FileRecord[])[],
  rest: AsyncIterator<readonly FileRecord[]>,
): AsyncGenerator<readonly FileRecord[]> {
  try {
    for (let batch = first.shift(); batch; batch = first.shift()) yield batch
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}
