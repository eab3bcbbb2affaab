import type { Ids } from '../../core/environment.ts'
import { Refusal } from '../../core/errors.ts'
import type { SeedKey } from '../../core/seed/seed.ts'
import type { Dialect } from '../../dialects/dialect.ts'
import { dialects } from '../../dialects/dialects.ts'
import type { KeyFlags } from '../../dialects/key-form.ts'
import { CheckedMap } from './checked-map.ts'
import type { SeedPath, SeedProblems } from './seed-problems.ts'

/** Keys by dialect: the flags of `key add`, by their names, of one key or of several. */
export type KeysByDialect = Readonly<Record<string, KeyFlags | readonly KeyFlags[]>>

/** A key and how it is shown. The secrets of a key of which only the hashes are known are not. */
export interface PlantedKey {
  readonly key: SeedKey
  readonly show: Readonly<Record<string, string>>
}

/** The members of a key of which only the hashes are known, as an export writes it. */
const hashed = [
  ...(['scheme', 'username', 'passwordHash', 'tokenHash', 'masterHash'] as const),
  ...(['permissions', 'revealsSecrets', 'enabled'] as const),
]

/** Reads keys of a map by dialect. */
export function readKeys(given: unknown, path: SeedPath, problems: SeedProblems, ids: Ids): PlantedKey[] {
  if (given === undefined || given === null) return []
  const names = dialects.map(({ name }) => name)
  const map = new CheckedMap(given, path, problems, names)
  let hasMasterKey = false
  return dialects.flatMap((dialect) => {
    const value = map.get(dialect.name)
    if (value === undefined || value === null) return []
    const several = Array.isArray(value)
    return (several ? value : [value]).flatMap((each: unknown, at) => {
      const place = [...path, dialect.name, ...(several ? [at] : [])]
      const read = readKey(dialect, each, { path: place, problems, ids, hasMasterKey })
      if (read?.key.masterKey !== undefined) hasMasterKey = true
      return read ?? []
    })
  })
}

interface Reading {
  readonly path: SeedPath
  readonly problems: SeedProblems
  readonly ids: Ids
  readonly hasMasterKey: boolean
}

function readKey({ name, keyForm }: Dialect, given: unknown, reading: Reading): PlantedKey | undefined {
  const { path, problems, ids, hasMasterKey } = reading
  const isHashed = typeof given === 'object' && given !== null && ('passwordHash' in given || 'tokenHash' in given)
  const flags = keyForm.flags.map((flag) => flag.name)
  const before = problems.found.length
  const map = new CheckedMap(given, path, problems, isHashed ? hashed : flags)
  if (problems.found.length > before) return undefined
  if (isHashed) {
    const key = { dialect: name, ...(given as Omit<SeedKey, 'dialect'>) }
    const isSound =
      ['basic', 'token', 'both'].includes(key.scheme) &&
      [key.username, key.passwordHash, key.tokenHash, key.masterHash].every(
        (each) => each === undefined || typeof each === 'string',
      )
    if (isSound) return { key, show: {} }
    map.problemAt(path, 'is no key: it needs a scheme (basic, token or both), and hashes that are texts')
    return undefined
  }
  const texts = keyForm.flags.map(({ name: flag, many }): [string, KeyFlags[string]] => {
    const value = map.get(flag)
    if (value === undefined || value === null || typeof value === 'boolean') return [flag, value ?? undefined]
    return [flag, many ? (Array.isArray(value) ? value : [value]).map(String) : String(value)]
  })
  try {
    const { credential, show } = keyForm.issue(Object.fromEntries(texts), ids, { hasMasterKey })
    return { key: { ...credential, dialect: name }, show }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    map.problemAt(path, error.message)
    return undefined
  }
}
