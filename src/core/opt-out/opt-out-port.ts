import type { Page, PageRequest, Sort } from '../page.ts'
import type { OptOut, OptOutField, OptOutQuery } from './opt-out.ts'

/** The spellings by which opt-outs are looked up. */
export interface Spellings {
  /** Numbers, each as it is written in one of its spellings. */
  readonly numbers: readonly string[]
  /** E-mail addresses, folded. */
  readonly emails: readonly string[]
}

/** Reads opt-outs. */
export interface OptOutReader {
  get(accountId: number, id: number): Promise<OptOut | undefined>
  /** The opt-outs with these ids, as far as they are there. */
  byIds(accountId: number, ids: readonly number[]): Promise<OptOut[]>
  /** All opt-outs of which one of the spellings is the number, its international form, or the e-mail address. */
  of(accountId: number, spellings: Spellings): Promise<OptOut[]>
  page(
    accountId: number,
    query: OptOutQuery & { readonly sort: readonly Sort<OptOutField>[] },
    page: PageRequest,
  ): Promise<Page<OptOut>>
  /** At most `limit` opt-outs that match and have ids above `after`, in the order of their ids. */
  after(
    accountId: number,
    query: OptOutQuery,
    page: { readonly after: number; readonly limit: number },
  ): Promise<OptOut[]>
  /** The number of opt-outs that the account has. */
  count(accountId: number): Promise<number>
}

/** Writes opt-outs. */
export interface OptOutWriter extends Pick<OptOutReader, 'get' | 'of'> {
  /** All opt-outs with ids above `after`, in the order of their ids. */
  newer(accountId: number, after: number): Promise<OptOut[]>
  insert(accountId: number, optOuts: readonly OptOut[]): Promise<void>
  remove(accountId: number, optOuts: readonly OptOut[]): Promise<void>
}
