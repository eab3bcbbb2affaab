import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { readNumber } from '../number/read-number.ts'
import type { Page, PageRequest } from '../page.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { TargetMatch } from './campaign-port.ts'
import type { Target } from './run.ts'

/** The conditions on targets, with a number in whatever spelling instead of its spellings. */
export type TargetSearch = Omit<TargetMatch, 'phones'> & { readonly number?: string }

/** A page of the account's targets with their tries, the newest first unless `descending` is false. */
export async function findTargets(
  core: Core,
  caller: Caller,
  { descending = true, ...search }: TargetSearch & { readonly descending?: boolean },
  page: PageRequest,
): Promise<Page<Target>> {
  mustBeAllowed(caller, 'campaign.find')
  const match = await spelled(core, caller, search)
  return core.store.campaigns.targets(caller.accountId, { ...match, descending }, page)
}

/** Targets behind the one with the id `after`, in the order in which they were first looked at. */
export async function findTargetsAfter(
  core: Core,
  caller: Caller,
  search: TargetSearch,
  page: { readonly after: number; readonly limit: number },
): Promise<readonly Target[]> {
  mustBeAllowed(caller, 'campaign.find')
  return core.store.campaigns.targetsAfter(caller.accountId, await spelled(core, caller, search), page)
}

async function spelled(core: Core, caller: Caller, { number, ...match }: TargetSearch): Promise<TargetMatch> {
  if (number === undefined) return match
  const read = readNumber(number)
  const phones = 'number' in read ? (await planOfAccount(core, caller.accountId)).spellingsOf(read.number) : []
  return { ...match, phones: [...new Set([number, ...phones])] }
}
