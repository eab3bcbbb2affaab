import { Refusal } from '../../core/errors.ts'
import type { GroupRef } from '../../core/group/group.ts'
import { type EntryList, phonesOf } from '../../core/list/entry-list.ts'
import { EntryListBuilder, entryListOfPhones } from '../../core/list/entry-list-builder.ts'
import { isDialCode } from '../../core/list/stored-phone.ts'
import { takeNumbers } from '../body/take-numbers.ts'
import { described, InvalidValue, type Reader, type Schema } from '../fields.ts'

/** The longest name of a thing, as the vendors' APIs have it too. */
export const longestName = 255

/** The schema of an id in a path, where things are known by whole numbers. */
export const idSchema: Schema = { type: 'integer', minimum: 1 }

/** The schema of a moment in an answer. */
export const momentSchema: Schema = { type: 'string', format: 'date-time' }

/** A moment as answers show it. */
export function moment(at: number): string {
  return new Date(at).toISOString()
}

/** A moment that may be missing. */
export function momentOrNull(at: number | null): string | null {
  return at === null ? null : moment(at)
}

const momentForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/

/** Reads a moment with its zone, as `2026-11-01T10:00:00Z`, into epoch milliseconds. */
export const readMoment: Reader<number> = described(momentSchema, (value) => {
  const at = typeof value === 'string' && momentForm.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(at)) throw new InvalidValue('must be a moment with its zone, as 2026-11-01T10:00:00Z')
  return at
})

/** Reads a whole number of a range. */
export function whole(least: number, most: number): Reader<number> {
  return described({ type: 'integer', minimum: least, maximum: most }, (value) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most)
      throw new InvalidValue(`must be a whole number from ${least} to ${most}`)
    return value
  })
}

/** Reads the id of a thing. */
export const readThing = whole(1, Number.MAX_SAFE_INTEGER)

export const readFlag: Reader<boolean> = described({ type: 'boolean' }, (value) => {
  if (typeof value !== 'boolean') throw new InvalidValue('must be true or false')
  return value
})

/** Reads a list of at most `most` values. */
export function listOf<T>(read: Reader<T>, most: number, least = 0): Reader<readonly T[]> {
  const schema = { type: 'array', items: read.schema ?? {}, ...(least > 0 && { minItems: least }), maxItems: most }
  return described(schema, (value) => {
    if (!Array.isArray(value)) throw new InvalidValue('must be an array')
    if (value.length < least) throw new InvalidValue('must not be empty')
    if (value.length > most) throw new InvalidValue(`must have at most ${most} items`)
    return value.map((each, at) => {
      try {
        return read(each)
      } catch (error) {
        throw error instanceof InvalidValue ? new InvalidValue(`has an item ${at + 1} that ${error.message}`) : error
      }
    })
  })
}

/**
 * The id of a thing in a path.
 *
 * @throws Refusal `not_found` for what is no id.
 */
export function idIn(text: string | undefined, noun: string): number {
  if (text === undefined || !/^[1-9]\d{0,14}$/.test(text)) throw new Refusal('not_found', `there is no such ${noun}`)
  return Number(text)
}

const hexForm = /^[0-9a-f]{24}$/

/** The schema of a group's id in a path or a body: either of the two that it has. */
export const groupIdSchema: Schema = { anyOf: [idSchema, { type: 'string', pattern: hexForm.source }] }

/** A thing of a path, by its id or its hex id. */
export function refIn(text: string | undefined, noun: string): { readonly id: number } | { readonly hexId: string } {
  return text !== undefined && hexForm.test(text) ? { hexId: text } : { id: idIn(text, noun) }
}

/** The group of a path. */
export function groupIn(text: string | undefined): GroupRef {
  return refIn(text, 'group')
}

/** Reads the group of a body, by its id or its hex id. */
export const readGroupRef: Reader<GroupRef> = described(groupIdSchema, (value) => {
  if (typeof value === 'string' && hexForm.test(value)) return { hexId: value }
  return { id: readThing(value) }
})

/** The numbers of a long body, read item by item. */
export class Numbers {
  readonly #builder: EntryListBuilder
  readonly #field: string

  constructor(field: string) {
    this.#field = field
    this.#builder = new EntryListBuilder(field)
  }

  take(items: readonly unknown[], key?: string): void {
    if (key !== undefined) throw new Refusal('invalid_value', `${this.#field} must be an array`, this.#field)
    for (const item of items) this.#builder.addGiven(item, { field: this.#field, allows: isDialCode })
  }

  takePlain(piece: Uint8Array, start: number): number {
    return takeNumbers(piece, start, (code) => this.#builder.addCode(code))
  }

  end(): EntryList {
    return this.#builder.build()
  }
}

const numberItems = { type: 'array', items: { type: 'string', description: 'a number, or a code to dial' } }

/** Reads the numbers of a list that is called `field`. Each is a number, or a code to dial. */
export function readNumbers(field: string, most?: number): Reader<EntryList> {
  return described({ ...numberItems, ...(most && { maxItems: most }) }, (value) => {
    if (value instanceof Numbers) return value.end()
    if (!Array.isArray(value)) throw new InvalidValue('must be an array')
    if (most !== undefined && value.length > most) throw new InvalidValue(`must have at most ${most} numbers`)
    return entryListOfPhones(value, { field, allows: isDialCode })
  })
}

/** Reads one number, or a code to dial, as the book keeps it. */
export const readPhone: Reader<string> = described(numberItems.items, (value) => {
  try {
    const [phone] = phonesOf(entryListOfPhones([value], { field: 'number', allows: isDialCode }))
    return phone ?? ''
  } catch (error) {
    // A list names the item at fault. Here the member is it.
    if (error instanceof Refusal) throw new InvalidValue(error.message.replace(/^item 1 /, ''))
    throw error
  }
})
