import type { CardLine } from './card-lines.ts'

/** A property of a card: `item1.TEL;TYPE=cell:+49 30 1`. */
export interface Property {
  readonly line: number
  /** What joins it to other properties of the card, as a number to its label: `item1`. */
  readonly group: string | null
  readonly name: string
  readonly parameters: ReadonlyMap<string, readonly string[]>
  /** The value as it is written, with its escapes. */
  readonly value: string
}

/** Values of vCard 2.1 that need no name of the parameter: `TEL;CELL;QUOTED-PRINTABLE:`. */
const encodings = /^(?:quoted-printable|base64|8bit|7bit)$/i

const noParameters: ReadonlyMap<string, readonly string[]> = new Map()

/** Reads a property; `null` when the line is none. */
export function readProperty({ line, text }: CardLine): Property | null {
  // Most lines have no parameters, and need no more than their first colon.
  const colon = text.indexOf(':')
  const simple = text.slice(0, Math.max(0, colon))
  if (/^[\w-]+$/.test(simple))
    return { line, group: null, name: simple.toUpperCase(), parameters: noParameters, value: text.slice(colon + 1) }
  const [, group = null, name, parameters = '', value = ''] =
    /^\s*(?:([\w-]+)\.)?([\w-]+)\s*(;(?:"[^"]*"|[^":])*)?:(.*)$/s.exec(text) ??
    // A quote that is not closed: the value is behind the first colon.
    /^\s*(?:([\w-]+)\.)?([\w-]+)\s*(;[^:]*)?(?::(.*))?$/s.exec(text) ??
    []
  if (name === undefined) return null
  return { line, group, name: name.toUpperCase(), parameters: readParameters(parameters), value }
}

function readParameters(text: string): Map<string, string[]> {
  const parameters = new Map<string, string[]>()
  for (const [parameter] of text.matchAll(/(?:"[^"]*"|[^;])+/g)) {
    const [, name, values = ''] = /^\s*(?:([\w-]+)\s*=)?(.*)$/s.exec(parameter) ?? []
    const key = name?.toUpperCase() ?? (encodings.test(values.trim()) ? 'ENCODING' : 'TYPE')
    const read = values.split(/[",]/).flatMap((value) => value.trim() || [])
    parameters.set(key, [...(parameters.get(key) ?? []), ...read])
  }
  return parameters
}
