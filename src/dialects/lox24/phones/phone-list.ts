import type { EntryList } from '../../../core/list/entry-list.ts'
import { EntryListBuilder } from '../../../core/list/entry-list-builder.ts'
import type { Schema } from '../../fields.ts'
import { arrayOf } from '../../schemas.ts'
import { denials, type Violation } from '../errors.ts'
import { phpType } from '../members.ts'
import { draftOf, phoneBody, phoneViolations, plainPhoneOf, readPhone } from './phone.wire.ts'

/** Violations after which a list is read no further: a million bad phones need no answer of a hundred megabytes. */
const mostViolations = 100

/** The `phones` of a group, read item by item. */
export class PhoneList {
  readonly #builder = new EntryListBuilder('phones')
  readonly #violations: Violation[] = []
  #count = 0

  /**
   * Takes some items, or the member of an object with its key.
   *
   * @throws Lox24Denial 400 for a member of a wrong type, and with the first {@link mostViolations} violations.
   */
  take(items: readonly unknown[], key?: string): void {
    for (const item of items) {
      const plain = typeof item === 'object' && item !== null && !this.#isBroken ? plainPhoneOf(item) : undefined
      if (plain) {
        this.#builder.addCode(plain.code, plain.details)
        this.#count++
        continue
      }
      const place = `phones[${key ?? this.#count}]`
      this.#count++
      if (typeof item !== 'object' || item === null) throw denials.type(place, 'array', phpType(item))
      const path = `${place}.`
      const given = readPhone(item, path)
      this.#violations.push(...phoneViolations(given, true, path))
      if (this.#violations.length >= mostViolations) throw denials.violations(this.#violations)
      if (!this.#isBroken) this.#builder.add(draftOf(given))
    }
  }

  /** Whether a phone breaks a rule, so that the list will not be taken. */
  get #isBroken(): boolean {
    return this.#violations.length > 0
  }

  /** The entries, when no phone breaks a rule, and the violations. */
  end(): ReadPhones {
    const violations = this.#violations
    return { entries: violations.length === 0 ? this.#builder.build() : undefined, violations }
  }
}

interface ReadPhones {
  readonly entries: EntryList | undefined
  readonly violations: readonly Violation[]
}

/**
 * Reads the `phones` of a group: an array, an object with any keys, a list that was read already, null or nothing.
 *
 * @throws Lox24Denial 400 for any other value, and as {@link PhoneList} does.
 */
export function readPhones(value: unknown): ReadPhones {
  if (value === undefined || value === null) return { entries: undefined, violations: [] }
  if (value instanceof PhoneList) return value.end()
  if (typeof value !== 'object') throw denials.type('phones', 'array', phpType(value))
  const list = new PhoneList()
  if (Array.isArray(value)) list.take(value)
  else for (const [key, item] of Object.entries(value)) list.take([item], key)
  return list.end()
}

/** The schema of what {@link readPhones} takes, but null and nothing. */
export function phonesSchema(): Schema {
  const phone = { type: 'object', properties: phoneBody(), required: ['phone'] }
  return { anyOf: [arrayOf(phone), { type: 'object', additionalProperties: phone, description: 'A list of PHP' }] }
}
