import { parentPort } from 'node:worker_threads'
import type { BodyJob, BodyResult, RawBody, ReadBody, SentError } from './body-job.ts'
import { moduleUrl } from './module-url.ts'
import { packList } from './packed-list.ts'

// The thread that reads a long body. `BodyReaders` starts it for one job, to which it sends one answer.
parentPort?.on('message', async (job: BodyJob) => {
  const [result, handedOver] = await work(job)
  parentPort?.postMessage(result, handedOver)
})

async function work({ module, name, raw }: BodyJob): Promise<[BodyResult, ArrayBuffer[]]> {
  try {
    const { [name]: read } = (await import(moduleUrl(module))) as Record<string, (raw: RawBody) => Promise<ReadBody>>
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
