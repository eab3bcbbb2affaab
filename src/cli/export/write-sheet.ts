import type { Core } from '../../core/core.ts'
import { Refusal } from '../../core/errors.ts'
import type { WrittenFormat, WrittenSheet } from '../../core/import/record-file.ts'
import type { Edge } from '../edge.ts'
import { inPieces } from './in-pieces.ts'
import { keepMemorySmall } from './keep-memory-small.ts'

/** Ends what is being written once there was a signal to stop. */
export type Stopping = (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>

/** Has signals to stop end what is being written, instead of the process: what is half written must go. */
export function untilStopped(edge: Edge): Stopping {
  let stopped: string | undefined
  edge.stopSignal().then((signal) => {
    stopped = signal
  })
  return async function* (bytes) {
    for await (const chunk of bytes) {
      if (stopped) throw new Refusal('unavailable', `stopped by ${stopped}: nothing of the export is left`)
      yield chunk
    }
  }
}

/** Has `write` put records into a file. Returns how many they are. */
export async function writeSheet(
  core: Core,
  { titles, rows }: WrittenSheet,
  format: WrittenFormat,
  write: (bytes: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<number> {
  keepMemorySmall()
  let records = 0
  async function* counted(): AsyncGenerator<readonly (readonly string[])[]> {
    for await (const batch of rows) {
      records += batch.length
      yield batch
    }
  }
  await write(core.files.write(format, { titles, rows: counted() }))
  return records
}

/** Writes records to the standard output, as long as somebody reads them. */
export async function printSheet(edge: Edge, core: Core, sheet: WrittenSheet, format: WrittenFormat): Promise<void> {
  keepMemorySmall()
  for await (const piece of inPieces(core.files.write(format, sheet))) {
    if (!(await edge.outBytes(piece))) return
  }
}
