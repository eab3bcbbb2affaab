import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { onAccount } from '../permission/callers.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { ReadingRules } from './damage-port.ts'
import { type RepairedGroup, repairGroup } from './repair-group.ts'
import { type FoundDamage, verifyBook } from './verify-book.ts'

/** The outcome of a repair of everything. */
export interface RepairReport {
  readonly repaired: readonly RepairedGroup[]
  /** Groups that the backup could not help, each with the reason. */
  readonly failed: readonly { readonly accountId: number; readonly id: number; readonly reason: string }[]
  /** The damage that is there afterwards. */
  readonly left: readonly FoundDamage[]
}

/**
 * Finds all damage, puts back every damaged row that the backup has, and repairs each group that was damaged. Each repair of a
 * group is a change of its own.
 *
 * @throws Refusal `conflict` when the file is no backup of this book.
 */
export async function repairBook(
  core: Core,
  caller: ServerCaller,
  backup: string,
  rules: ReadingRules,
): Promise<RepairReport> {
  mustBeAllowed(caller, 'damage.find')
  const found = await damageIn(core, caller, rules)
  await core.store.mender.restore(found, backup)
  const repaired: RepairedGroup[] = []
  const failed: RepairReport['failed'][number][] = []
  for (const { accountId, id } of groupsIn(found)) {
    try {
      repaired.push(await repairGroup(core, onAccount(caller, accountId), id, backup))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      failed.push({ accountId, id, reason: error.message })
    }
  }
  return { repaired, failed, left: found.length === 0 ? [] : await damageIn(core, caller, rules) }
}

async function damageIn(core: Core, caller: ServerCaller, rules: ReadingRules): Promise<FoundDamage[]> {
  const found: FoundDamage[] = []
  await verifyBook(core, caller, { ...rules, onDamage: (damage) => found.push(damage) })
  return found
}

/** The groups that the damage touches, each once. */
function groupsIn(found: readonly FoundDamage[]): Iterable<{ readonly accountId: number; readonly id: number }> {
  const touched = found.flatMap(({ accountId, groups }) =>
    accountId === null ? [] : groups.map(({ id }) => [`${accountId} ${id}`, { accountId, id }] as const),
  )
  return new Map(touched).values()
}
