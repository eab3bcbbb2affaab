import type { Core } from '../core.ts'
import { mustExist, Refusal } from '../errors.ts'
import type { Transaction } from '../ports.ts'
import type { Trunk } from './trunk.ts'
import { factsOf } from './trunk-facts.ts'

/**
 * Writes a trunk in a transaction, with what the PBX needs of it; `before` is the trunk that it replaces, maybe of another
 * name. Webhooks are told of trunks that come and go.
 *
 * @throws Refusal `missing_value` of `country` for a form of numbers that only a country has; `conflict` for another name of
 * a trunk that inbound routes or trunk managers name.
 */
export async function writeTrunk(core: Core, tx: Transaction, before: Trunk | undefined, trunk: Trunk): Promise<void> {
  const { country } = mustExist(await tx.accounts.lock(trunk.accountId), 'account')
  const { dialing } = await core.numberPlans.of(country)
  if (trunk.numberForm !== 'as-is' && dialing === null) {
    throw new Refusal(
      'missing_value',
      `the form ${trunk.numberForm} needs the country of the account: \`dialbook account set NAME --country IR\``,
      'country',
    )
  }
  if (before && before.name !== trunk.name) {
    await mustHaveNoRoute(tx, before)
    await dropTrunk(tx, before)
  }
  await tx.trunks.put(trunk, factsOf(core, trunk, dialing))
  if (before?.name !== trunk.name) await tellOf(tx, trunk, 'trunk-added')
}

/**
 * Removes a trunk in a transaction, and tells webhooks.
 *
 * @throws Refusal `conflict` while trunk managers name it.
 */
export async function dropTrunk(tx: Transaction, trunk: Trunk): Promise<void> {
  await mustHaveNoManager(tx, trunk)
  await tx.trunks.remove(trunk)
  await tellOf(tx, trunk, 'trunk-removed')
}

async function mustHaveNoRoute(tx: Transaction, { accountId, name }: Trunk): Promise<void> {
  if ((await tx.inboundRoutes.all(accountId)).some(({ trunk }) => trunk === name)) {
    throw new Refusal(
      'conflict',
      `inbound routes name the trunk ${name}: it keeps its name until they are gone`,
      'name',
    )
  }
}

async function mustHaveNoManager(tx: Transaction, { accountId, name }: Trunk): Promise<void> {
  const manager = (await tx.trunkManagers.all(accountId)).find(({ trunk }) => trunk === name)
  if (!manager) return
  const problem = `the trunk manager '${manager.title}' names the trunk ${name}: give it another trunk, or remove it first`
  throw new Refusal('conflict', problem, 'name')
}

async function tellOf(tx: Transaction, trunk: Trunk, kind: 'trunk-added' | 'trunk-removed'): Promise<void> {
  const state = trunk.active ? 'unavailable' : 'deactivate'
  await tx.effects.tell(trunk.accountId, { kind, extension: '', trunk: trunk.name, state, at: trunk.updatedAt })
}

/** Writes what the PBX needs of all trunks of an account, whose row is locked, as another country has it. */
export async function writeTrunkFactsAgain(
  core: Core,
  tx: Transaction,
  accountId: number,
  country: string | null,
): Promise<void> {
  const { dialing } = await core.numberPlans.of(country)
  for (const trunk of await tx.trunks.all(accountId)) await tx.trunks.putFacts(trunk, factsOf(core, trunk, dialing))
}
