import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { BatchStep } from './batch-change.ts'
import type { Change, ChangeNoun, Snapshot } from './change.ts'

/** A thing whose past state is wanted. */
export interface PastThing {
  /** The nouns of the changes in which it may be. */
  readonly nouns: readonly ChangeNoun[]
  /** What a change did to things of its kind. */
  readonly stepsOf: (change: Change) => readonly BatchStep[]
  /** The thing that has the name now; undefined where there is none. */
  readonly current: { readonly id: number } | undefined
  /** The thing with an id as it is now; undefined where it is not there. */
  readonly get: (id: number) => Promise<object | undefined>
  /** Whether a state is that of the one that is meant, where none has the name now. */
  readonly isNamed: (state: Snapshot) => boolean
}

/** Changes that are read at once. */
const page = 1000

/**
 * The state of a thing at a past moment, from the changes behind that: each has what its fields were before. Undefined where it was not
 * there.
 *
 * @throws Refusal `invalid_value` of `at` where the changes of that time are pruned.
 */
export async function stateAt(
  core: Core,
  caller: Caller,
  { nouns, stepsOf, current, get, isNamed }: PastThing,
  at: number,
): Promise<Snapshot | undefined> {
  mustBeAllowed(caller, 'change.find')
  const oldest = await core.store.changes.oldest()
  if (oldest && oldest.number > 1 && oldest.at > at) {
    throw new Refusal('invalid_value', 'the changes of that time are pruned', 'at')
  }
  const changes = () => changesSince(core, caller, nouns, at)
  const id = current?.id ?? (await idOfNamed(changes(), { stepsOf, isNamed }))
  if (id === undefined) return undefined
  let state: Snapshot | null = { ...(current ?? (await get(id))) }
  for await (const change of changes()) {
    const step = stepsOf(change).find((each) => idOf(each) === id)
    if (step) state = step.before && { ...state, ...step.before }
  }
  return state?.id === undefined ? undefined : state
}

/** The id of the thing that had the name last. */
async function idOfNamed(
  changes: AsyncIterable<Change>,
  { stepsOf, isNamed }: Pick<PastThing, 'stepsOf' | 'isNamed'>,
): Promise<number | undefined> {
  for await (const change of changes) {
    const step = stepsOf(change).find(({ before, after }) => [before, after].some((each) => each && isNamed(each)))
    if (step) return idOf(step)
  }
  return undefined
}

function idOf({ before, after }: BatchStep): number {
  return (after ?? before)?.id as number
}

/** The changes of some nouns behind a moment, the newest first. */
async function* changesSince(
  { store }: Pick<Core, 'store'>,
  caller: Caller,
  nouns: readonly ChangeNoun[],
  at: number,
): AsyncGenerator<Change> {
  const waiting = nouns.map((noun) => {
    return { noun, next: [] as Change[], before: undefined as number | undefined, isAtEnd: false }
  })
  for (;;) {
    for (const each of waiting) {
      if (each.next.length > 0 || each.isAtEnd) continue
      const { noun, before } = each
      const query = { noun, since: at + 1, ...(before !== undefined && { before }) }
      each.next = await store.changes.newest(caller.accountId, query, page)
      each.isAtEnd = each.next.length < page
      each.before = each.next.at(-1)?.number
    }
    const newest = waiting.reduce((one, other) => (numberOf(other) > numberOf(one) ? other : one))
    const change = newest.next.shift()
    if (!change) return
    yield change
  }
}

function numberOf({ next }: { readonly next: readonly Change[] }): number {
  return next[0]?.number ?? 0
}
