import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import type { Filter } from '../filter/filter.ts'
import type { NumberPlan } from '../number/number-plan.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { readAddress, spellingsOf } from './addresses.ts'
import type { ClosedChannel, OptOut, OptOutField } from './opt-out.ts'

/** The most opt-outs in one answer. */
export const optOutsAtMost = 1000

/** The opt-outs to find. An absent field is not looked at. */
export interface OptOutSearch {
  /** A number in any of its spellings, or an e-mail address in any case. */
  readonly address?: string
  /** What they close, exactly: `all` finds those that close everything. */
  readonly channel?: ClosedChannel
  readonly source?: string
}

/** A part of the opt-outs that match: at most `limit` with ids above `after`. */
export interface OptOutPart {
  readonly after?: number
  readonly limit?: number
}

/** Some opt-outs in the order of their ids. `next` is the `after` of the next part; `null` when there is none. */
export interface FoundOptOuts {
  readonly optOuts: readonly OptOut[]
  readonly next: number | null
  /** How many match, in all parts. */
  readonly total: number
}

/**
 * Finds opt-outs.
 *
 * @throws Refusal `invalid_value` of `limit` when it is not from 1 to {@link optOutsAtMost}, and of an address that
 * cannot be read.
 */
export async function findOptOuts(
  core: Core,
  caller: Caller,
  search: OptOutSearch = {},
  { after = 0, limit = 100 }: OptOutPart = {},
): Promise<FoundOptOuts> {
  mustBeAllowed(caller, 'opt-out.find')
  if (!(limit >= 1 && limit <= optOutsAtMost)) {
    throw new Refusal('invalid_value', `the limit must be from 1 to ${optOutsAtMost}`, 'limit')
  }
  const { accountId } = caller
  const filter = filterOf(await planOfAccount(core, accountId), search)
  const query = filter ? { filter } : {}
  const found = await core.store.optOuts.after(accountId, query, { after, limit: limit + 1 })
  const { total } = await core.store.optOuts.page(accountId, { ...query, sort: [byId] }, { start: 0, count: 0 })
  const optOuts = found.slice(0, limit)
  return { optOuts, total, next: found.length > limit ? (optOuts.at(-1)?.id ?? null) : null }
}

const byId = { by: 'id', descending: false } as const

function filterOf(plan: NumberPlan, { address, channel, source }: OptOutSearch): Filter<OptOutField> | undefined {
  const tests = [
    ...(address === undefined ? [] : [addressFilter(plan, address)]),
    ...(channel === undefined ? [] : [is('channel', channel)]),
    ...(source === undefined ? [] : [is('source', source)]),
  ]
  return tests.length === 0 ? undefined : { kind: 'and', of: tests }
}

/**
 * The test that an opt-out closes an address, in whatever spelling.
 *
 * @throws Refusal `invalid_value` when it cannot be read.
 */
export function addressFilter(plan: NumberPlan, address: string): Filter<OptOutField> {
  const { numbers, emails } = spellingsOf(plan, readAddress(address))
  const tests = numbers.flatMap((number) => [is('number', number), is('international', number)])
  return { kind: 'or', of: [...tests, ...emails.map((email) => is('foldedEmail', email))] }
}

function is(field: OptOutField, value: string): Filter<OptOutField> {
  return { kind: 'compare', field, by: 'eq', value }
}
