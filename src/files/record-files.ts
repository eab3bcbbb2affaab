import type { RecordFiles } from '../core/import/record-file.ts'

/** Files of records. Their readers and writers are loaded with the first file: few commands need them. */
export const recordFiles: RecordFiles = {
  async open(bytes, hints) {
    const { openRecordFile } = await import('./open-record-file.ts')
    return openRecordFile(bytes, hints)
  },
  async *write(format, sheet) {
    const { writers } = await import('./writers.ts')
    yield* writers[format](sheet)
  },
  async *pack(files) {
    const { packFiles } = await import('./write/pack-files.ts')
    yield* packFiles(files)
  },
}
