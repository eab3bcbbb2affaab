import type { FileHints, FileRecord, RecordFile } from '../core/import/record-file.ts'
import { type Peeked, peek } from './bytes/peeked.ts'
import { readCsv } from './csv/read-csv.ts'
import { refuseOtherBytes, refuseOtherTexts } from './refuse-others.ts'
import { decodeHead } from './text/decode-text.ts'
import { unreadable } from './unreadable.ts'

/** Opens a file of records. What it is, is found by its content, and its name counts only where that does not tell. */
export async function openRecordFile(bytes: AsyncIterable<Uint8Array>, hints: FileHints): Promise<RecordFile> {
  const peeked = await peek(bytes)
  try {
    const file = openAs(peeked, hints)
    return { ...file, batches: () => mustHaveRecords(file.batches()) }
  } catch (error) {
    await peeked.close()
    throw error
  }
}

function openAs(peeked: Peeked, _hints: FileHints): RecordFile {
  const { head, isWhole } = peeked
  refuseOtherBytes(head)
  const text = decodeHead(head)
  if (isWhole && text.trim() === '') throw empty()
  refuseOtherTexts(text)
  return readCsv(peeked)
}

async function* mustHaveRecords(batches: AsyncIterable<readonly FileRecord[]>): AsyncGenerator<readonly FileRecord[]> {
  let isEmpty = true
  for await (const records of batches) {
    if (records.length === 0) continue
    isEmpty = false
    yield records
  }
  if (isEmpty) throw empty()
}

function empty(): Error {
  return unreadable('the file is empty: it has no line with a text')
}
