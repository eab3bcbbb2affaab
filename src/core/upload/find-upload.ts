import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Upload } from './upload.ts'

/**
 * The account's upload of that name, for a caller that puts its phones into a group.
 *
 * @throws Refusal `invalid_value` of `filename` when there is none, or it has expired.
 */
export async function findUpload(core: Core, caller: Caller, filename: string): Promise<Upload> {
  mustBeAllowed(caller, 'group.update')
  return mustBeThere(await core.store.uploads.get(caller.accountId, filename, core.clock.now()))
}

/** Returns the upload, or refuses `filename` when there is none. */
export function mustBeThere(upload: Upload | undefined): Upload {
  if (!upload) throw new Refusal('invalid_value', 'there is no such upload, or it has expired', 'filename')
  return upload
}
