import { Refusal } from '../errors.ts'
import type { Transaction } from '../ports.ts'
import type { TrunkManager } from './trunk-manager.ts'

/**
 * Checks, in a transaction, a trunk manager that shall be written; `before` is the one that it replaces.
 *
 * @throws Refusal `name_taken` of `title`; `not_found` of `trunk` for a trunk that does not exist.
 */
export async function checkTrunkManager(
  tx: Transaction,
  before: TrunkManager | undefined,
  { accountId, title, trunk }: TrunkManager,
): Promise<void> {
  if (title !== before?.title && (await tx.trunkManagers.lock(accountId, { title }))) {
    throw new Refusal('name_taken', `another trunk manager has the title ${title}`, 'title')
  }
  if (trunk !== before?.trunk && !(await tx.trunks.lock(accountId, { name: trunk }))) {
    throw new Refusal('not_found', `there is no trunk as '${trunk}'`, 'trunk')
  }
}

/** @throws Refusal `conflict` while a campaign names the trunk manager. */
export async function mustBeUnused(tx: Transaction, { accountId, id, title }: TrunkManager): Promise<void> {
  const campaign = await tx.campaigns.byTrunkManager(accountId, id)
  if (!campaign) return
  const problem = `the campaign ${campaign.id} '${campaign.name}' calls by the trunk manager '${title}': give it another, or remove it first`
  throw new Refusal('conflict', problem)
}

/** A trunk manager as people call it in a refusal. */
export function describeRef(
  ref: { readonly title: string } | { readonly hexId: string } | { readonly id: number },
): string {
  return 'title' in ref ? `trunk manager as '${ref.title}'` : `trunk manager ${'hexId' in ref ? ref.hexId : ref.id}`
}
