import type { FileRecord } from '../../core/import/record-file.ts'

/** A sheet of a file. */
export interface Sheet {
  readonly name: string
  readonly isHidden: boolean
  isEmpty(): Promise<boolean>
  records(): AsyncIterable<readonly FileRecord[]>
}

/** Whether there is no record. Nothing is read behind the first one. */
export async function hasNone(records: AsyncIterable<readonly FileRecord[]>): Promise<boolean> {
  for await (const batch of records) if (batch.length > 0) return false
  return true
}
