import type { TextRule } from './constraints.ts'
import { denials } from './errors.ts'

/** The name that PHP has for the type of a JSON value. */
export function phpType(value: unknown): string {
  if (value === null) return 'NULL'
  if (typeof value === 'object') return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'double'
  return typeof value
}

/**
 * The members of a resource that a body describes. An array counts as an object without known members, as in PHP.
 *
 * @throws Lox24Denial 400 for a value that is neither.
 */
export function resourceOf(value: unknown, resource: 'groups' | 'phones' | 'BlockedNumber' | 'sms' | 'bulks'): object {
  if (typeof value !== 'object' || value === null) throw denials.document(resource, phpType(value))
  return Array.isArray(value) ? {} : value
}

/** The values that a rule has a member be. */
type Text<R extends TextRule> = string | (R['isNullable'] extends true ? null : never)

/**
 * A member that is a text, or null where its rule takes it: `undefined` when it is absent. `path` is the way to the
 * object, as `phones[0].`; empty for the body itself.
 *
 * @throws Lox24Denial 400 for a value of any other type.
 */
export function textMember<R extends TextRule>(
  object: object,
  path: string,
  name: string,
  { isNullable }: R,
): Text<R> | undefined {
  const value = memberOf(object, name)
  if (value === undefined || typeof value === 'string' || (value === null && isNullable)) {
    return value as Text<R> | undefined
  }
  throw denials.type(path + name, 'string', phpType(value))
}

/**
 * The value of a member; `undefined` when it is absent. Only own members count, so that `__proto__` is a name like any
 * other.
 */
export function memberOf(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined
}

/**
 * A member that is a whole number; null when it is absent.
 *
 * @throws Lox24Denial 400 for a value of any other type.
 */
export function wholeMember(body: object, name: string): number | null {
  const value = memberOf(body, name) ?? null
  if (value === null || (typeof value === 'number' && Number.isInteger(value))) return value
  throw denials.type(name, 'int', phpType(value))
}

/**
 * A member that is yes or no; null when it is absent.
 *
 * @throws Lox24Denial 400 for a value of any other type.
 */
export function flagMember(body: object, name: string): boolean | null {
  const value = memberOf(body, name) ?? null
  if (value === null || typeof value === 'boolean') return value
  throw denials.type(name, 'bool', phpType(value))
}
