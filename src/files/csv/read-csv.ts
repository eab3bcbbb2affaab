import type { FileRecord, RecordFile } from '../../core/import/record-file.ts'
import type { Peeked } from '../bytes/peeked.ts'
import { lineTooLong } from '../line-too-long.ts'
import { decodeHead, decodeText } from '../text/decode-text.ts'
import { linesOf, longestLine, wholeLines } from '../text/whole-lines.ts'
import { cellText } from './cell-text.ts'
import { noSeparator } from './csv-options.ts'
import { findSeparator } from './find-separator.ts'
import { QuotedReader } from './quoted-reader.ts'
import { splitLine } from './split-line.ts'

/** The line by which Excel tells the separator: `sep=;`. */
const separatorLine = /^"?sep=([^"\r\n])"?(?:\r\r?\n|\n|\r|$)/i

/** Opens a csv, or a text of one number a line, which is a csv without separators. */
export function readCsv({ head, isWhole, pieces }: Peeked): RecordFile {
  const text = decodeHead(head)
  const told = separatorLine.exec(text)
  const separator = told?.[1] ?? findSeparator(isWhole ? text : text.replace(/[^\r\n]*$/, ''))
  return {
    format: separator === null ? 'text' : 'csv',
    titles: null,
    separator,
    async *batches() {
      for await (const records of readRecords(wholeLines(decodeText(pieces(), head)), separator ?? noSeparator))
        yield records.filter((record) => !isBlank(record) && !(told && record.line === 1))
    },
  }
}

async function* readRecords(texts: AsyncIterable<string>, separator: string): AsyncGenerator<readonly FileRecord[]> {
  let line = 0
  let parser: QuotedReader | undefined
  for await (const text of texts) {
    const long = text.length > longestLine ? linesOf(text).findIndex(({ length }) => length > longestLine) : -1
    if (long >= 0) {
      if (parser) yield await parser.end()
      throw lineTooLong((parser?.line ?? line + 1) + long)
    }
    const records = parser ? null : splitLines(text, line, separator)
    if (records) {
      yield records
      line += records.length
    } else {
      parser ??= new QuotedReader(separator, line)
      yield await parser.write(text)
    }
  }
  if (parser) yield await parser.end()
}

/** Reads lines each of which is a record; `null` when one of them needs the parser. */
function splitLines(text: string, linesBefore: number, separator: string): FileRecord[] | null {
  const records: FileRecord[] = []
  for (const each of linesOf(text)) {
    const line = linesBefore + records.length + 1
    const cells = splitLine(each, separator)
    if (!cells) return null
    records.push({ line, cells: cells.map(cellText) })
  }
  return records
}

function isBlank({ cells }: FileRecord): boolean {
  return cells.every((cell) => cell.trim() === '')
}
