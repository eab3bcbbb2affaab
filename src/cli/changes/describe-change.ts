import { type Change, type ChangeDraft, importOf, type Snapshot, withoutImport } from '../../core/change/change.ts'
import { mask, secretName } from '../../core/change/mask-secrets.ts'
import { harmless, isoTime } from '../table.ts'

/** Fields that are the same in every change, or say nothing to people. */
const untold = new Set(['accountId', 'listId', 'createdAt', 'updatedAt'])
/** The field with all things of a change of many, which are counted beside it. */
const manyThings = 'things'
const longest = 80

/** A change in one line: `#7  2026-11-21T03:00:00.000Z  acme  simotel key 2  group update "a"  count: 3 → 5`. */
export function describeChange(change: Change): string {
  const account = change.accountName === null ? '-' : harmless(change.accountName)
  return [`#${change.number}`, isoTime(change.at), account, describeAuthor(change), describeDifferences(change)].join(
    '  ',
  )
}

/** The author of a change: `simotel key 2`, `simotel key 2 by ada` for a replay, `cli root`, `worker planned deletions`; older changes have only `cli`. */
function describeAuthor({ origin, credentialId, name }: Change): string {
  if (credentialId !== null) return `${origin} key ${credentialId}${name === null ? '' : ` by ${harmless(name)}`}`
  return name === null ? origin : `${origin} ${harmless(name)}`
}

/** A change without its number and author: the thing, and each field that differs, before → after. */
export function describeDifferences({ noun, verb, subject, before, after }: ChangeDraft): string {
  const old = new Map(leaves(before ?? {}))
  const now = new Map(leaves(withoutImport(after ?? {})))
  const hasNewList = old.get('listId') !== now.get('listId')
  const differences = [...new Set([...old.keys(), ...now.keys()])]
    .filter((name) => !untold.has(name))
    .filter((name) => old.get(name) !== now.get(name) || (name === 'count' && hasNewList))
    .map((name) => `${name}: ${told(name, old.get(name))} → ${told(name, now.get(name))}`)
  const imported = describeImport(after)
  return `${noun} ${verb} ${told('', quote(subject))}  ${[...imported, ...differences].join(', ')}`.trimEnd()
}

/** An import as its change tells it: `import of "june.csv": 20 added, 3 updated, 1 removed`. */
function describeImport(after: Snapshot | null): string[] {
  const done = importOf(after)
  if (!done) return []
  const files = done.files.map((name) => told('', quote(name))).join(' and ')
  return [`import of ${files}: ${done.added} added, ${done.updated} updated, ${done.removed} removed`]
}

/** Every value of a state by its dotted name, as JSON. A value that is null counts as absent, since it says nothing. */
function leaves(state: Snapshot, path = ''): [string, string][] {
  return Object.entries(state).flatMap(([name, value]): [string, string][] => {
    if (value === null || value === undefined || name === manyThings) return []
    const isNested = typeof value === 'object' && !Array.isArray(value)
    return isNested ? leaves(value as Snapshot, `${path}${name}.`) : [[path + name, quote(value)]]
  })
}

function told(name: string, json: string | undefined): string {
  if (json === undefined) return '–'
  if (secretName.test(name) && json.startsWith('"')) return mask
  return json.length <= longest ? json : `${json.slice(0, longest)}…`
}

/** A value as JSON, with those control characters escaped that JSON leaves as they are but a terminal obeys. */
export function quote(value: unknown): string {
  return harmless(JSON.stringify(value))
}
