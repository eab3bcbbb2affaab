import { pipeline, type Readable } from 'node:stream'
import { text as readText } from 'node:stream/consumers'
import { CsvError, parse } from 'csv-parse'
import { Refusal } from '../../../../core/errors.ts'
import { normalizePhone } from '../../../../core/list/normalize-phone.ts'
import { extensionOf } from './upload-name.ts'

/** A file that a client sends. */
export interface NumbersFile {
  /** The name that the client gave the file, often with a path. */
  readonly filename: string
  readonly content: Readable
}

/**
 * Reads the numbers of a file, in order: the first column of a csv file, or every `TEL` of a vcf file. A first line of
 * a csv file without digits is a title. The signs that people write between digits (spaces, `-`, `.`, `/`, parentheses)
 * are left out.
 *
 * @throws Refusal `invalid_value` of `file` for a file that is neither, and for a csv that is malformed.
 */
export async function readNumbersFile(file: NumbersFile): Promise<string[]> {
  const extension = extensionOf(file.filename)
  if (extension === 'csv') return csvNumbers(file.content)
  if (extension === 'vcf') return vcfNumbers(await readText(file.content))
  throw new Refusal('invalid_value', 'the file must be a csv or a vcf', 'file')
}

async function csvNumbers(content: Readable): Promise<string[]> {
  const rows = parse({ bom: true, relax_column_count: true, skip_empty_lines: true, max_record_size: 10_000 })
  // Errors of both streams end the loop below; the callback only keeps them from being thrown a second time.
  pipeline(content, rows, () => undefined)
  const numbers: string[] = []
  let isFirst = true
  try {
    for await (const row of rows as AsyncIterable<readonly string[]>) {
      const cell = row[0] ?? ''
      const isTitle = isFirst && !/[0-9]/.test(normalizePhone(cell))
      if (!isTitle && cell.trim() !== '') numbers.push(withoutSeparators(cell))
      isFirst = false
    }
  } catch (error) {
    if (error instanceof CsvError) throw new Refusal('invalid_value', `the csv is malformed: ${error.code}`, 'file')
    throw error
  }
  return numbers
}

/**
 * The numbers of a vcf file. A long line goes on in the next line, after white space (RFC 6350 §3.2). Versions 2.1 to
 * 4.0 write `TEL` alike.
 */
function vcfNumbers(content: string): string[] {
  const lines = content.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)
  return lines.flatMap((line) => {
    const number = /^(?:[A-Za-z0-9-]+\.)?TEL(?:;[^:]*)?:(?:tel:)?(.*)$/i.exec(line)?.[1]
    return number?.trim() ? [withoutSeparators(number)] : []
  })
}

function withoutSeparators(number: string): string {
  return number.replace(/[\s().\-/]/g, '')
}
