import type { Change, ChangeDraft, Snapshot } from '../../core/change/change.ts'
import { isoTime } from '../table.ts'

/** What is the same in every change, or says nothing to people. */
const untold = new Set(['accountId', 'listId', 'createdAt', 'updatedAt'])
const secretName = /secret|password|token|digest|hash|sealed/i
const mask = '******'
const longest = 80

/** A change in one line: `#7  2026-11-21T03:00:00.000Z  acme  simotel key 2  group update "a"  count: 3 → 5`. */
export function describeChange(change: Change): string {
  const who = change.credentialId === null ? change.origin : `${change.origin} key ${change.credentialId}`
  return [`#${change.number}`, isoTime(change.at), change.accountName ?? '-', who, describeDifferences(change)].join(
    '  ',
  )
}

/** What a change did to which thing: the fields that differ, before → after. */
export function describeDifferences({ noun, verb, subject, before, after }: ChangeDraft): string {
  const old = new Map(leaves(before ?? {}))
  const now = new Map(leaves(after ?? {}))
  const hasNewList = old.get('listId') !== now.get('listId')
  const differences = [...new Set([...old.keys(), ...now.keys()])]
    .filter((name) => !untold.has(name))
    .filter((name) => old.get(name) !== now.get(name) || (name === 'count' && hasNewList))
    .map((name) => `${name}: ${told(name, old.get(name))} → ${told(name, now.get(name))}`)
  return `${noun} ${verb} ${told('', quote(subject))}  ${differences.join(', ')}`.trimEnd()
}

/** A change as `--json` prints it: whole, but for its secrets. */
export function maskSecrets<T extends ChangeDraft>(change: T): T {
  return { ...change, before: change.before && masked(change.before), after: change.after && masked(change.after) }
}

/** Every value by its dotted name, as JSON. What is null says nothing, so it counts as absent. */
function leaves(state: Snapshot, path = ''): [string, string][] {
  return Object.entries(state).flatMap(([name, value]): [string, string][] => {
    if (value === null || value === undefined) return []
    const isNested = typeof value === 'object' && !Array.isArray(value)
    return isNested ? leaves(value as Snapshot, `${path}${name}.`) : [[path + name, quote(value)]]
  })
}

function told(name: string, json: string | undefined): string {
  if (json === undefined) return '–'
  if (secretName.test(name) && json.startsWith('"')) return mask
  return json.length <= longest ? json : `${json.slice(0, longest)}…`
}

function masked(state: Snapshot): Snapshot {
  const entries = Object.entries(state).map(([name, value]) => {
    if (typeof value === 'string' && secretName.test(name)) return [name, mask]
    const isNested = typeof value === 'object' && value !== null && !Array.isArray(value)
    return [name, isNested ? masked(value as Snapshot) : value]
  })
  return Object.fromEntries(entries)
}

/** JSON, without the control characters that it leaves as they are but a terminal obeys. */
export function quote(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
