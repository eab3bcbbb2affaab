import type { FileHints, FileRecord } from '../../core/import/record-file.ts'
import { unreadable } from '../unreadable.ts'
import type { Property } from './property.ts'
import { partsOf, textOf } from './property-text.ts'

/** The titles of the records of cards. */
export const cardTitles = ['number', 'type', 'name', 'first_name', 'last_name', 'email', 'organization', 'note']

/** Characters that the properties of a card may have together, without photos and the like. */
const longestCard = 1_000_000

/** A card that is being read. */
export class Card {
  /** The line in which it begins. */
  readonly line: number
  readonly #properties: Property[] = []
  #length = 0

  constructor(line: number) {
    this.line = line
  }

  add(property: Property): void {
    this.#properties.push(property)
    this.#length += property.value.length + 100
    if (this.#length > longestCard)
      throw unreadable(`the card that begins in line ${this.line} is longer than ${longestCard} characters`)
  }

  /**
   * The records of the card: one for each number, or, of cards as contacts, one with the number that the card prefers. A card without
   * a number is one record without one.
   */
  records(cards: FileHints['cards']): FileRecord[] {
    const version = this.#value('VERSION', '').trim()
    const text = (name: string): string => {
      const property = this.#find(name)
      return property ? textOf(property, version) : ''
    }
    const [last = '', first = '', ...others] = this.#parts('N', version)
    const name = text('FN') || [first, others[0], last].filter(Boolean).join(' ')
    const organization = this.#parts('ORG', version).filter(Boolean).join(', ')
    const about = [name, first, last, text('EMAIL'), organization, text('NOTE')]
    const numbers = this.#properties.flatMap((property) => {
      const number = property.name === 'TEL' ? textOf(property, version) : ''
      return number === '' ? [] : [{ line: property.line, number, type: this.#typeOf(property, version), property }]
    })
    const chosen =
      cards === 'contacts' ? [numbers.find(({ property }) => isPreferred(property)) ?? numbers[0]] : numbers
    const records = chosen.flatMap((each) =>
      each ? [{ line: each.line, cells: [each.number, each.type, ...about] }] : [],
    )
    return records.length > 0 ? records : [{ line: this.line, cells: ['', '', ...about] }]
  }

  #find(name: string): Property | undefined {
    return this.#properties.find((property) => property.name === name && property.value.trim() !== '')
  }

  #value(name: string, otherwise: string): string {
    return this.#find(name)?.value ?? otherwise
  }

  #parts(name: string, version: string): string[] {
    const property = this.#find(name)
    return property ? partsOf(property, version) : []
  }

  /** The type of a number: the label that its owner gave it, or `work,fax`. */
  #typeOf({ group, parameters }: Property, version: string): string {
    const label = this.#properties.find((other) => group && other.group === group && other.name === 'X-ABLABEL')
    // Apple writes the labels of its own as `_$!<Mobile>!$_`.
    if (label) return textOf(label, version).replace(/^_\$!<(.*)>!\$_$/, '$1')
    // A type of somebody's own, `X-Mobile 2`, is a label too.
    const types = (parameters.get('TYPE') ?? []).map((type) => (/^x-/i.test(type) ? type.slice(2) : type.toLowerCase()))
    const telling = types.filter((type) => type !== 'voice' && type !== 'pref')
    return [...new Set(telling.length > 0 ? telling : types.filter((type) => type !== 'pref'))].join(',')
  }
}

function isPreferred({ parameters }: Property): boolean {
  return parameters.has('PREF') || (parameters.get('TYPE') ?? []).some((type) => type.toLowerCase() === 'pref')
}
