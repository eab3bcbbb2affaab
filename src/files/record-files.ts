import type { RecordFiles } from '../core/import/record-file.ts'

/** Files of records, as programs write them that people export from. The readers are loaded with the first file: few commands need them. */
export const recordFiles: RecordFiles = {
  async open(bytes, hints) {
    const { openRecordFile } = await import('./open-record-file.ts')
    return openRecordFile(bytes, hints)
  },
  // biome-ignore lint/correctness/useYield: the writers are not there yet
  async *write(format) {
    throw new Error(`${format} is not written yet`)
  },
}
