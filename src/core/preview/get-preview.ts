import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { KeptReject, Preview } from './preview.ts'

/** What a preview is called in a refusal. */
export const previewName = 'import: it may have expired'

/**
 * The account's preview with that id.
 *
 * @throws Refusal `not_found` when there is none, or it has expired.
 */
export async function getPreview(core: Core, caller: Caller, id: string): Promise<Preview> {
  mustBeAllowed(caller, 'upload.add')
  return mustExist(await core.store.previews.get(caller.accountId, id, core.clock.now()), previewName)
}

/** Lines of a preview that were not taken, behind the line `after`: `limit` of them, or fewer at the end. */
export async function findRejects(
  core: Core,
  caller: Caller,
  { id }: Preview,
  page: { readonly after: number; readonly limit: number },
): Promise<KeptReject[]> {
  mustBeAllowed(caller, 'upload.add')
  return core.store.previews.rejects(caller.accountId, id, page)
}
