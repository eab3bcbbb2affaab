import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { onAccount } from '../permission/callers.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Damage } from './damage.ts'
import type { ReadingRules } from './damage-port.ts'
import { type RepairedGroup, repairGroup } from './repair-group.ts'
import { verifyBook } from './verify-book.ts'

/** The outcome of a repair of everything. */
export interface RepairReport {
  readonly repaired: readonly RepairedGroup[]
  /** Groups that the backup could not help, each with the reason. */
  readonly failed: readonly { readonly accountId: number; readonly id: number; readonly reason: string }[]
  /** Damage that is not in the present list of a group, and that the backup does not have whole. */
  readonly left: readonly Damage[]
}

/**
 * Finds all damage. Repairs each group that has some, and puts back what the history has lost. Each repair of a group is a
 * change of its own; a row of the history becomes what it was, which is none.
 */
export async function repairBook(
  core: Core,
  caller: ServerCaller,
  backup: string,
  rules: ReadingRules,
): Promise<RepairReport> {
  mustBeAllowed(caller, 'damage.find')
  const damaged = new Map<string, { readonly accountId: number; readonly id: number }>()
  const left: Damage[] = []
  await verifyBook(core, caller, {
    ...rules,
    onDamage({ groups, ...damage }) {
      const { accountId } = damage
      if (groups.length === 0 || accountId === null) left.push(damage)
      else for (const { id } of groups) damaged.set(`${accountId} ${id}`, { accountId, id })
    },
  })
  const repaired: RepairedGroup[] = []
  const failed: RepairReport['failed'][number][] = []
  for (const { accountId, id } of damaged.values()) {
    try {
      repaired.push(await repairGroup(core, onAccount(caller, accountId), id, backup))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      failed.push({ accountId, id, reason: error.message })
    }
  }
  return { repaired, failed, left: left.length === 0 ? left : await core.store.mender.restore(left, backup) }
}
