import type { Core } from '../../core/core.ts'
import type { WrittenSheet } from '../../core/import/record-file.ts'
import type { Edge } from '../edge.ts'
import type { ExportOptions } from './export-options.ts'
import { explained, writeWholeFile } from './whole-file.ts'
import { printSheet, untilStopped, writeSheet } from './write-sheet.ts'

/** A file that has been written. */
export interface Placed {
  readonly out: string
  readonly records: number
}

/** Writes records into the file that the options name; undefined where they name none, and the records were printed. */
export async function placeSheet(
  edge: Edge,
  core: Core,
  sheet: WrittenSheet,
  { out, format, force = false }: ExportOptions,
): Promise<Placed | undefined> {
  if (out === undefined) {
    await printSheet(edge, core, sheet, format)
    return undefined
  }
  const stopping = untilStopped(edge)
  const records = await explained(out, () =>
    writeSheet(core, sheet, format, (bytes) => writeWholeFile(out, stopping(bytes), { force })),
  )
  return { out, records }
}
