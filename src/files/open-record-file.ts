import type { FileHints, FileRecord, RecordFile } from '../core/import/record-file.ts'
import { type Peeked, peek } from './bytes/peeked.ts'
import { readCsv } from './csv/read-csv.ts'
import { refuseOtherBytes, refuseOtherTexts } from './refuse-others.ts'
import { readSheets } from './sheet/read-sheets.ts'
import { refuseOldExcel } from './sheet/refuse-old-excel.ts'
import { decodeHead } from './text/decode-text.ts'
import { unreadable } from './unreadable.ts'
import { readVcard } from './vcard/read-vcard.ts'

/** The first bytes of a packed file. */
const zipHeader = Buffer.from('PK\x03\x04')

/** Opens a file of records. What it is, is found by its content, and its name counts only where that does not tell. */
export async function openRecordFile(bytes: AsyncIterable<Uint8Array>, hints: FileHints): Promise<RecordFile> {
  const peeked = await peek(bytes)
  try {
    const file = await openAs(peeked, hints)
    return { ...file, batches: () => mustHaveRecords(file.batches()) }
  } catch (error) {
    await peeked.close()
    throw error
  }
}

async function openAs(peeked: Peeked, hints: FileHints): Promise<RecordFile> {
  const { head, isWhole } = peeked
  refuseOtherBytes(head)
  await refuseOldExcel(peeked)
  if (head.subarray(0, 4).equals(zipHeader)) return readSheets(peeked, hints)
  const text = decodeHead(head)
  if (isWhole && text.trim() === '') throw empty()
  if (isVcard(text, hints.filename)) return readVcard(peeked, hints.cards)
  refuseOtherTexts(text)
  return readCsv(peeked)
}

/** Whether a text is vCards: it begins with one, or is called so and has one. */
function isVcard(text: string, filename: string): boolean {
  if (/^\s*BEGIN\s*:\s*VCARD\b/i.test(text)) return true
  return /\.(?:vcf|vcard)$/i.test(filename) && /^[ \t]*BEGIN\s*:\s*VCARD\b/im.test(text)
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
