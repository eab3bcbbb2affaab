import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mergeById } from '../page.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Extension, ExtensionQuery } from './extension.ts'

/** The most extensions in one page. */
export const extensionsAtMost = 1000

/** The extensions to find: those that match, or those whose number or name contains a text, whatever its case. */
export type ExtensionSearch = ExtensionQuery | { readonly search: string }

/** The page to find: at most `limit` extensions with ids above `after`. */
export interface ExtensionPageRequest {
  readonly after?: number
  readonly limit?: number
}

/** Some extensions in the order of their ids. `next` is the `after` of the next page; `null` when there is none. */
export interface ExtensionPage {
  readonly extensions: readonly Extension[]
  readonly next: number | null
}

/**
 * A page of the account's extensions that match. Pages go by the id, so a page far behind costs no more than the first.
 *
 * @throws Refusal `invalid_value` of `limit` when it is not from 1 to {@link extensionsAtMost}.
 */
export async function findExtensionPage(
  core: Core,
  caller: Caller,
  query: ExtensionSearch,
  { after = 0, limit = 100 }: ExtensionPageRequest = {},
): Promise<ExtensionPage> {
  mustBeAllowed(caller, 'extension.find')
  if (!(limit >= 1 && limit <= extensionsAtMost)) {
    throw new Refusal('invalid_value', `the limit must be from 1 to ${extensionsAtMost}`, 'limit')
  }
  const found = await Promise.all(
    queriesOf(query).map((each) => core.store.extensions.page(caller.accountId, each, { after, limit: limit + 1 })),
  )
  const merged = mergeById(found)
  const extensions = merged.slice(0, limit)
  return { extensions, next: merged.length > limit ? (extensions.at(-1)?.id ?? null) : null }
}

function queriesOf(query: ExtensionSearch): readonly ExtensionQuery[] {
  if (!('search' in query)) return [query]
  const match = { text: query.search, alike: true }
  return [{ number: match }, { name: match }]
}
