import type { AnyCaller } from '../caller.ts'
import type { Change, ChangeNoun } from '../change/change.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { undoChange } from './undo-change.ts'

/** The changes of one thing, from one of them on. */
export interface ChangesSince {
  readonly noun: ChangeNoun
  /** A name that the thing had in one of them. */
  readonly subject: string
  /** The number of the first one. */
  readonly since: number
  /** Whether the changes of others are undone too: of all but the author of the first one. */
  readonly force: boolean
}

/** Changes that are undone at once, at the most. */
const changesAtMost = 1000

/**
 * Undoes the changes of a thing from one on, the newest first. Each undo is a change of its own: one that is refused leaves those
 * before it undone. Returns the numbers of the undone ones.
 *
 * @throws Refusal `not_found` for no such change; `conflict` with the changes of others, without `force`; as {@link undoChange}.
 */
export async function undoSince(
  core: Core,
  caller: AnyCaller,
  { noun, subject, since, force }: ChangesSince,
): Promise<readonly number[]> {
  mustBeAllowed(caller, 'change.undo')
  const found = await core.store.changes.newest(caller.accountId, { noun, from: since }, changesAtMost + 1)
  const ids = new Set(found.filter((change) => change.subject === subject).map(thingOf))
  if (ids.size === 0) throw new Refusal('not_found', `nothing of the ${noun} '${subject}' was changed since #${since}`)
  if (ids.size > 1)
    throw new Refusal('invalid_value', `several of that name were changed since #${since}: undo each by its number`)
  if (found.length > changesAtMost)
    throw new Refusal(
      'invalid_value',
      `more than ${changesAtMost} changes since #${since}: undo since a later one first`,
    )
  const changes = found.filter((change) => ids.has(thingOf(change)))
  const first = changes.at(-1)
  const others = changes.filter((change) => first && authorIn(change) !== authorIn(first))
  if (others.length > 0 && !force) {
    const list = others.map(({ number, verb, origin, name }) => `#${number} (${verb} by ${name ?? origin})`).join(', ')
    throw new Refusal('conflict', `others changed it since: ${list}; --force undoes these as well`)
  }
  for (const { number } of changes) await undoChange(core, caller, number)
  return changes.map(({ number }) => number)
}

/** The account and the id of the thing of a change: things of one name are told apart by it. */
function thingOf({ accountId, before, after }: Change): string {
  return `${accountId} ${(after ?? before)?.id}`
}

function authorIn({ credentialId, name, origin }: Change): string {
  return `${credentialId} ${name} ${origin}`
}
