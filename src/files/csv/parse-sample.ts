import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import { csvOptions } from './csv-options.ts'

/** Rows that are looked at to find the separator. */
const rowsOfSample = 200

/** Reads the first rows of a text that may end anywhere. */
export function parseSample(text: string, separator: string): string[][] {
  const rows: string[][] = []
  const take = (row: string[]): null => {
    if (row.some((cell) => cell.trim() !== '')) rows.push(row)
    return null
  }
  try {
    parse(text, { ...csvOptions(separator), to: rowsOfSample, on_record: take })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
  }
  return rows
}
