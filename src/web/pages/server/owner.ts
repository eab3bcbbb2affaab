import type { ServerCaller } from '../../../core/caller.ts'
import { Refusal } from '../../../core/errors.ts'
import type { View } from '../../view.ts'

/**
 * The person as a caller of the server.
 *
 * @throws Refusal `forbidden` for all but owners.
 */
export function ownerOf({ owner }: View): ServerCaller {
  if (!owner) throw new Refusal('forbidden', 'this is for owners')
  return owner
}
