import { createWriteStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { recordFiles } from '../../src/files/record-files.ts'
import { phoneGroups } from '../books.ts'
import { scratch, scratchFolder } from '../ending.ts'
import type { CommandCase } from './case.ts'

const lines = 1_000_000

/** The account of the commands, since every book has two. */
const bench = ['--account', 'bench']

/** Imports and exports by the command line, of a million lines. */
export const commands: readonly CommandCase[] = [
  commandCase('import-csv', '`import` of csv: a number and a name', importOf('csv')),
  { ...commandCase('import-text', '`import` of plain lines', importOf('text')), isLong: true },
  { ...commandCase('import-xlsx', '`import` of xlsx', importOf('xlsx')), isLong: true },
  { ...commandCase('import-vcf', '`import` of vcf', importOf('vcf')), isLong: true },
  commandCase('export-csv', '`export groups`, csv', exportAs('csv')),
  commandCase('export-xlsx', '`export groups`, xlsx', exportAs('xlsx')),
  { ...commandCase('export-vcf', '`export groups`, vcf', exportAs('vcf')), isLong: true },
  { ...commandCase('export-json', '`export groups`, json', exportAs('json')), isLong: true },
  commandCase('optout-import', '`optout import` of plain lines', async (round) => [
    ...['optout', 'import', await fileOf('text', round), ...bench],
  ]),
  {
    ...commandCase('backup', '`backup` of all that', async () => ['backup', join(scratchFolder('backup'), 'book')]),
    isLong: true,
  },
]

function commandCase(name: string, title: string, prepare: CommandCase['prepare']): CommandCase {
  return { kind: 'commands', table: 'commands', name, title, book: 'phones', engines: ['SQLite'], lines, prepare }
}

function importOf(format: keyof typeof makers): CommandCase['prepare'] {
  return async (round) => [
    ...['import', await fileOf(format, round), ...bench],
    ...['--group', `${format} ${round}`, '--create'],
  ]
}

function exportAs(format: string): CommandCase['prepare'] {
  return async () => [
    ...['export', 'groups', ...bench, '--group', String(phoneGroups.million)],
    ...['--format', format, '--out', join(scratchFolder('export'), `million.${format}`)],
  ]
}

/** The file of a format with a million lines. Each round has other numbers. */
async function fileOf(format: keyof typeof makers, round: number): Promise<string> {
  const file = join(scratch(), `million-${round}.${format}`)
  if (!existsSync(file)) await pipeline(Readable.from(makers[format](round)), createWriteStream(file))
  return file
}

const makers = {
  csv: (round: number) => lineByLine(round, (phone, name) => `${phone},${name}\n`),
  text: (round: number) => lineByLine(round, (phone) => `${phone}\n`),
  vcf: (round: number) =>
    lineByLine(
      round,
      (phone, name) => `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${name}\r\nTEL;TYPE=cell:${phone}\r\nEND:VCARD\r\n`,
    ),
  xlsx: (round: number) => recordFiles.write('xlsx', { titles: ['phone', 'name'], rows: rowsOf(round) }),
} as const

async function* rowsOf(round: number): AsyncGenerator<[string, string][]> {
  const at = (index: number): [string, string] => [
    `09${String(((index * 7919) % 100_000_007) * 10 + round).padStart(9, '0')}`,
    `Name ${index}`,
  ]
  for (let start = 0; start < lines; start += 1000) yield Array.from({ length: 1000 }, (_, place) => at(start + place))
}

async function* lineByLine(round: number, line: (phone: string, name: string) => string): AsyncGenerator<string> {
  for await (const rows of rowsOf(round)) yield rows.map(([phone, name]) => line(phone, name)).join('')
}
