import type { FileRecord } from '../../core/import/record-file.ts'

/** A sheet of a file. */
export interface Sheet {
  readonly name: string
  readonly isHidden: boolean
  isEmpty(): Promise<boolean>
  records(): AsyncIterable<readonly FileRecord[]>
}
