import type { WrittenSheet } from '../../core/import/record-file.ts'
import { folded } from './fold-line.ts'

/** Signs that no text of a vCard has. */
const control = /(?!\t)\p{Cc}/gu

/** Writes a vCard 4.0 (RFC 6350) for each row. Columns that a vCard has no property for are kept as `X-DIALBOOK-COLUMN`. */
export async function* writeVcards({ titles, rows }: WrittenSheet): AsyncGenerator<Buffer> {
  const known = (title: string): number => titles.indexOf(title)
  const places = {
    number: known('number'),
    type: known('type'),
    name: known('name'),
    first: known('first_name'),
    last: known('last_name'),
    email: known('email'),
    organization: known('organization'),
    note: known('note'),
  }
  const others = titles.flatMap((title, place) => (Object.values(places).includes(place) ? [] : [{ title, place }]))
  const card = (row: readonly string[]): string => {
    const cell = (place: number): string => row[place] ?? ''
    const optional = (name: string, place: number): string[] =>
      cell(place) === '' ? [] : [`${name}:${escaped(cell(place))}`]
    return [
      ...['BEGIN:VCARD', 'VERSION:4.0', `FN:${escaped(cell(places.name))}`],
      ...(cell(places.first) + cell(places.last) === ''
        ? []
        : [`N:${escaped(cell(places.last))};${escaped(cell(places.first))};;;`]),
      ...telLines(cell(places.number), cell(places.type)),
      ...optional('EMAIL', places.email),
      ...optional('ORG', places.organization),
      ...optional('NOTE', places.note),
      ...others.flatMap(({ title, place }) => optional(`X-DIALBOOK-COLUMN;TITLE="${inParameter(title)}"`, place)),
      'END:VCARD',
    ]
      .map(folded)
      .join('')
  }
  for await (const batch of rows) yield Buffer.from(batch.map(card).join(''))
}

/** The lines of a number. A type of vCard is a parameter; another one is a label, as Apple's and Google's programs write and read it. */
function telLines(number: string, type: string): string[] {
  if (number === '') return []
  if (type === '') return [`TEL:${escaped(number)}`]
  const isPlain = /^[a-z]+(?:,[a-z]+)*$/.test(type) && !/\b(?:pref|voice)\b|\b([a-z]+),(?:.*,)?\1\b/.test(type)
  if (isPlain) return [`TEL;TYPE="${type}":${escaped(number)}`]
  return [`item1.TEL:${escaped(number)}`, `item1.X-ABLabel:${escaped(type)}`]
}

/** A text as a value has it (RFC 6350 §3.4). It has no control characters. */
function escaped(text: string): string {
  return text
    .replace(/[\\,;]/g, '\\$&')
    .replace(/\r\n?|\n/g, '\\n')
    .replace(control, '')
}

/** A text as a parameter has it (RFC 6868). */
function inParameter(text: string): string {
  return text
    .replaceAll('^', '^^')
    .replaceAll('"', "^'")
    .replace(/\r\n?|\n/g, '^n')
}
