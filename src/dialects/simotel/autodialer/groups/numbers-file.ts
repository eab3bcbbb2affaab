import { CsvError, parse } from 'csv-parse'
import { Refusal } from '../../../../core/errors.ts'
import { cleanCharacters } from '../../../../core/number/clean-characters.ts'
import { extensionOf } from './upload-name.ts'

/** Takes the numbers of a file, one at a time. */
export type TakeNumber = (number: string) => void

/** A file of numbers that is being read. */
export interface FileReading {
  /** Takes the next bytes. */
  write(piece: Uint8Array): Promise<void>
  /** Takes the end of the file. */
  end(): Promise<void>
}

/**
 * Begins to read the numbers of a file, in order: the first column of a csv file, or every `TEL` of a vcf file. A first
 * line of a csv file without digits is a title. Each is taken as it stands in the file.
 *
 * @throws Refusal `invalid_value` of `file` for a file that is neither; the reading throws it for a csv that is
 * malformed.
 */
export function readNumbersFile(filename: string, take: TakeNumber): FileReading {
  const extension = extensionOf(filename)
  if (extension === 'csv') return readCsv(take)
  if (extension === 'vcf') return readVcf(take)
  throw new Refusal('invalid_value', 'the file must be a csv or a vcf', 'file')
}

/** Characters that a line of a csv file may have, and that are looked at in a line of a vcf file. */
const longestLine = 10_000

function readCsv(take: TakeNumber): FileReading {
  const rows = parse({ bom: true, relax_column_count: true, skip_empty_lines: true, max_record_size: longestLine })
  // An error of the rows, or of a number, ends the taking. Whoever writes next gets it.
  rows.on('error', () => undefined)
  const taken = takeRows(rows, take)
  taken.catch(() => undefined)
  return {
    async write(piece) {
      await Promise.race([taken, new Promise<void>((resolve) => rows.write(piece, () => resolve()))])
    },
    async end() {
      rows.end()
      await taken
    },
  }
}

async function takeRows(rows: AsyncIterable<readonly string[]>, take: TakeNumber): Promise<void> {
  let isFirst = true
  try {
    for await (const [cell = ''] of rows) {
      const isTitle = isFirst && !/[0-9]/.test(cleanCharacters(cell))
      if (!isTitle && cell.trim() !== '') take(cell)
      isFirst = false
    }
  } catch (error) {
    if (error instanceof CsvError) throw new Refusal('invalid_value', `the csv is malformed: ${error.code}`, 'file')
    throw error
  }
}

/**
 * Reads a vcf file. A long line goes on in the next line, after white space (RFC 6350 §3.2). Versions 2.1 to 4.0 write
 * `TEL` alike. Of a longer line, such as a photo, only the beginning is kept.
 */
function readVcf(take: TakeNumber): FileReading {
  const decoder = new TextDecoder()
  /** The line with all lines by which it goes on, and the beginning of the line that is not whole yet. */
  let line = ''
  let begun = ''
  const takeLine = (): void => {
    const number = /^(?:[A-Za-z0-9-]+\.)?TEL(?:;[^:]*)?:(.*)$/i.exec(line)?.[1]
    if (number?.trim()) take(number)
  }
  const takeText = (text: string): void => {
    const lines = text.split('\n')
    const rest = lines.pop() ?? ''
    for (const each of lines) {
      const whole = `${begun}${each}`.replace(/\r$/, '')
      begun = ''
      if (/^[ \t]/.test(whole)) line = `${line}${whole.slice(1)}`.slice(0, longestLine)
      else {
        takeLine()
        line = whole.slice(0, longestLine)
      }
    }
    begun = `${begun}${rest}`.slice(0, longestLine)
  }
  return {
    async write(piece) {
      takeText(decoder.decode(piece, { stream: true }))
    },
    async end() {
      takeText(`${decoder.decode()}\n`)
      takeLine()
    },
  }
}
