import type { FileRecord, RecordFile } from '../../core/import/record-file.ts'
import type { Peeked } from '../bytes/peeked.ts'
import { lineTooLong } from '../line-too-long.ts'
import { decodeHead, decodeText } from '../text/decode-text.ts'
import { linesOf, longestLine, wholeLines, wholeLinesOf } from '../text/whole-lines.ts'
import { cellText } from './cell-text.ts'
import { noSeparator } from './csv-options.ts'
import { findSeparator } from './find-separator.ts'
import { type ParsedLines, parseLines, unclosed } from './parse-lines.ts'
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
  let rest = ''
  for await (const piece of texts) {
    const text = rest + piece
    const lines = linesOf(text)
    refuseLongLine(lines, line)
    const read = readLines(text, lines, line, separator)
    yield read.records
    rest = read.rest
    line += lines.length - (rest === '' ? 0 : linesOf(rest).length)
  }
  if (rest !== '') throw unclosed(rest, line)
}

/** Reads lines. Each is a record, until one of them needs the parser, which reads those behind it too. */
function readLines(text: string, lines: readonly string[], linesBefore: number, separator: string): ParsedLines {
  const records: FileRecord[] = []
  for (const each of lines) {
    const cells = splitLine(each, separator)
    const before = records.length
    if (!cells) {
      const parsed = parseLines(wholeLinesOf(text).slice(before).join(''), separator, linesBefore + before)
      return { records: records.concat(parsed.records), rest: parsed.rest }
    }
    records.push({ line: linesBefore + before + 1, cells: cells.map(cellText) })
  }
  return { records, rest: '' }
}

function refuseLongLine(lines: readonly string[], linesBefore: number): void {
  const long = lines.findIndex(({ length }) => length > longestLine)
  if (long >= 0) throw lineTooLong(linesBefore + long + 1)
}

function isBlank({ cells }: FileRecord): boolean {
  return cells.every((cell) => cell.trim() === '')
}
