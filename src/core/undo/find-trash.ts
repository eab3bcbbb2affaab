import type { AnyCaller } from '../caller.ts'
import type { Change, ChangeNoun } from '../change/change.ts'
import { maskSecrets } from '../change/mask-secrets.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { undoChange } from './undo-change.ts'

/** The nouns of things that are in the trash once they are removed. `contacts` and `extensions` are many, removed in one change. */
export const trashNouns = ['group', 'contact', 'extension', 'contacts', 'extensions'] as const satisfies ChangeNoun[]

/** What is looked for in the trash. */
export interface TrashQuery {
  readonly noun?: ChangeNoun
  /** The name that the thing had. */
  readonly subject?: string
  /** Only removals before this change. */
  readonly before?: number
  readonly limit: number
}

/** Changes that are read at once. */
const page = 1000

/**
 * The removals of things that are not there and can come back, the newest first. `next` is the `before` of the next page, null at the
 * end.
 *
 * @throws Refusal `invalid_value` of `limit` when it is below 1.
 */
export async function findTrash(
  core: Core,
  caller: AnyCaller,
  { noun, subject, before, limit }: TrashQuery,
): Promise<{ readonly removals: readonly Change[]; readonly next: number | null }> {
  mustBeAllowed(caller, 'change.find')
  if (!(limit >= 1)) throw new Refusal('invalid_value', 'the limit must be 1 or more', 'limit')
  const wanted = { verb: 'remove', ...(noun && { noun }), ...(subject !== undefined && { subject }) } as const
  const removals: Change[] = []
  const seen = new Set<string>()
  for (let from = before; ; ) {
    const query = { ...wanted, ...(from !== undefined && { before: from }) }
    const changes = await core.store.changes.newest(caller.accountId, query, page)
    for (const change of changes) {
      const key = `${change.accountId} ${change.noun} ${idOf(change)}`
      if (seen.has(key) || !(await isGone(core, change))) continue
      seen.add(key)
      if (removals.length === limit) return { removals, next: removals.at(-1)?.number ?? null }
      removals.push(maskSecrets(change))
    }
    if (changes.length < page) return { removals, next: null }
    from = changes.at(-1)?.number
  }
}

/**
 * Brings back what was removed: by `#` and the number of its removal, or by the name that it had. Returns the removal.
 *
 * @throws Refusal `not_found` where the trash has no such thing; `conflict` where it has several; as {@link undoChange}.
 */
export async function restoreFromTrash(core: Core, caller: AnyCaller, named: string): Promise<Change> {
  mustBeAllowed(caller, 'change.undo')
  const number = /^#([1-9][0-9]{0,14})$/.exec(named)?.[1]
  const query = number === undefined ? { subject: named, limit: 2 } : { before: Number(number) + 1, limit: 1 }
  const { removals } = await findTrash(core, caller, query)
  const [removal, other] = number === undefined ? removals : removals.filter((each) => each.number === Number(number))
  if (!removal) throw new Refusal('not_found', `the trash has no '${named}': \`trash list\` tells what it has`)
  if (other) {
    throw new Refusal(
      'conflict',
      `several of that name were removed, as #${removal.number} and #${other.number}: give the number of one`,
    )
  }
  await undoChange(core, caller, removal.number)
  return removal
}

function idOf({ before }: Change): unknown {
  const things = (before?.things ?? []) as readonly { readonly id: number }[]
  return before?.id ?? things[0]?.id
}

/** Whether the thing of a removal, or the first of many, is not there. */
async function isGone({ store }: Pick<Core, 'store'>, change: Change): Promise<boolean> {
  const id = idOf(change)
  const { accountId } = change
  if (accountId === null || typeof id !== 'number') return false
  if (change.noun === 'group') return (await store.groups.get(accountId, { id })) === undefined
  if (change.noun === 'contact' || change.noun === 'contacts')
    return (await store.contacts.get(accountId, { id })) === undefined
  if (change.noun === 'extension' || change.noun === 'extensions')
    return (await store.extensions.get(accountId, { id })) === undefined
  return false
}
