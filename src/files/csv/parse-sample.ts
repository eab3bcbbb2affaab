import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import { csvOptions } from './csv-options.ts'

/** Rows that are looked at to find the separator. */
const rowsOfSample = 200

/** The first rows of a text. */
export interface Sample {
  /** The rows that are not blank. */
  readonly rows: readonly (readonly string[])[]
  /** Whether each quote opens a cell or closes one. */
  readonly isStrict: boolean
}

/** Reads the first rows of a text that may end anywhere. */
export function parseSample(text: string, separator: string): Sample {
  const strict = parseRows(text, separator, true)
  return strict.error?.includes('INVALID_')
    ? { ...parseRows(text, separator, false), isStrict: false }
    : { ...strict, isStrict: true }
}

function parseRows(text: string, separator: string, isStrict: boolean): { rows: string[][]; error?: string } {
  const rows: string[][] = []
  const take = (row: string[]): null => {
    if (row.some((cell) => cell.trim() !== '')) rows.push(row)
    return null
  }
  try {
    parse(text, { ...csvOptions(separator), relax_quotes: !isStrict, to: rowsOfSample, on_record: take })
    return { rows }
  } catch (error) {
    if (error instanceof CsvError) return { rows, error: error.code }
    throw error
  }
}
