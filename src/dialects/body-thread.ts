import { parentPort } from 'node:worker_threads'
import type { RawBody, ReadBody } from './body-reader.ts'
import { type PackedList, packList } from './packed-list.ts'

/** A body to read, and which function of which module reads it. */
export interface BodyJob {
  readonly module: string
  readonly name: string
  readonly raw: RawBody
}

/** What it says, or why it is refused. */
export type BodyResult =
  | { readonly value: Readonly<Record<string, unknown>> & { readonly entries?: PackedList } }
  | { readonly error: SentError }

/** An error as it crosses to another thread. */
export interface SentError {
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
  readonly fields: Readonly<Record<string, unknown>>
}

// The thread that reads a long body (`BodyReaders` starts it): one job, one answer.
parentPort?.on('message', async (job: BodyJob) => {
  const [result, handedOver] = await work(job)
  parentPort?.postMessage(result, handedOver)
})

async function work({ module, name, raw }: BodyJob): Promise<[BodyResult, ArrayBuffer[]]> {
  try {
    const { [name]: read } = (await import(module)) as Record<string, (raw: RawBody) => Promise<ReadBody>>
    if (!read) throw new Error(`${module} does not export ${name}`)
    const { buffer, byteOffset, length } = raw.bytes
    const { entries, ...rest } = await read({ ...raw, bytes: Buffer.from(buffer, byteOffset, length) })
    if (!entries) return [{ value: rest }, []]
    const { list, buffers } = packList(entries)
    return [{ value: { ...rest, entries: list } }, buffers]
  } catch (error) {
    return [{ error: sentError(error) }, []]
  }
}

function sentError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: undefined, fields: {} }
  const { name, message, stack } = error
  return { name, message, stack, fields: { ...error } }
}
