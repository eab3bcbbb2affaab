import type { WrittenFormat, WrittenSheet } from '../core/import/record-file.ts'
import { writeCsv } from './write/write-csv.ts'
import { writeJson } from './write/write-json.ts'
import { writeVcards } from './write/write-vcards.ts'
import { writeXlsx } from './write/write-xlsx.ts'

/** The writer of each format. It writes as fast as it is read, and holds a batch of rows at a time. */
export const writers: Readonly<Record<WrittenFormat, (sheet: WrittenSheet) => AsyncIterable<Uint8Array>>> = {
  csv: writeCsv,
  xlsx: writeXlsx,
  vcf: writeVcards,
  json: writeJson,
}
