import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { Filter } from '../filter/filter.ts'
import type { Page, PageRequest, Sort } from '../page.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Channel, OptOut, OptOutField } from './opt-out.ts'

/** The opt-outs to find, and their order. */
export interface OptOutPageQuery {
  /** Only those that close this channel, be it with all others. */
  readonly closing: Channel
  readonly filter?: Filter<OptOutField>
  readonly sort?: readonly Sort<OptOutField>[]
}

/** A page of the opt-outs that close a channel. Without a `sort` they are in the order of their ids. */
export function findOptOutPage(
  core: Core,
  caller: Caller,
  { closing, filter, sort = [] }: OptOutPageQuery,
  page: PageRequest,
): Promise<Page<OptOut>> {
  mustBeAllowed(caller, 'opt-out.find')
  const closes: Filter<OptOutField> = {
    kind: 'or',
    of: ['all', closing].map((value) => ({ kind: 'compare', field: 'channel', by: 'eq', value })),
  }
  const query = { filter: { kind: 'and', of: filter ? [closes, filter] : [closes] }, sort } as const
  return core.store.optOuts.page(caller.accountId, query, page)
}
