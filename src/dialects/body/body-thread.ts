import { parentPort, workerData } from 'node:worker_threads'
import type { JobAnswer, JobMessage, ReadBody, SentError } from './body-job.ts'
import type { BodyReader, Reading } from './body-reader.ts'
import { moduleUrl } from './module-url.ts'
import { packList } from './packed-list.ts'
import type { ReaderTools } from './reader-tools.ts'

// The thread that reads long bodies. It has several at once, and reads a piece of each in turn, in the order in which the
// pieces come.
const readings = new Map<number, Reading<ReadBody>>()

/** The tools of this thread, made when the first reader is called. */
let tools: Promise<ReaderTools> | undefined

parentPort?.on('message', async (message: JobMessage) => {
  const { job } = message
  if (message.kind === 'drop') {
    drop(job)
    return
  }
  try {
    const [answer, handedOver] = await work(message)
    parentPort?.postMessage(answer, handedOver)
  } catch (error) {
    drop(job)
    parentPort?.postMessage({ job, kind: 'error', error: sentError(error) } satisfies JobAnswer)
  }
})

function drop(job: number): void {
  readings.get(job)?.drop?.()
  readings.delete(job)
}

async function work(message: Exclude<JobMessage, { kind: 'drop' }>): Promise<[JobAnswer, ArrayBuffer[]]> {
  const { job, kind } = message
  if (kind === 'begin') {
    tools ??= makeTools(workerData)
    readings.set(job, (await readerOf(message.module, message.name)).begin(message.head, await tools))
    return [{ job, kind: 'goOn' }, []]
  }
  const reading = readings.get(job)
  if (!reading) throw new Error(`job ${job} has not begun`)
  if (kind === 'piece') {
    await reading.write(message.bytes)
    return [{ job, kind: 'goOn' }, []]
  }
  readings.delete(job)
  const { entries, ...rest } = await reading.end()
  if (!entries) return [{ job, kind: 'value', value: rest }, []]
  const { list, buffers } = packList(entries)
  return [{ job, kind: 'value', value: { ...rest, entries: list } }, buffers]
}

async function makeTools(module: string): Promise<ReaderTools> {
  const { makeReaderTools } = (await import(module)) as { makeReaderTools: () => ReaderTools }
  return makeReaderTools()
}

async function readerOf(module: string, name: string): Promise<BodyReader<ReadBody>> {
  const { [name]: reader } = (await import(moduleUrl(module))) as Record<string, BodyReader<ReadBody>>
  if (!reader) throw new Error(`${module} does not export ${name}`)
  return reader
}

function sentError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: undefined, fields: {} }
  const { name, message, stack } = error
  return { name, message, stack, fields: { ...error } }
}
