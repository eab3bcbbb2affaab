import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/** The age from which on a staged list is abandoned: far longer than any request takes. */
const abandonedAfter = 60 * 60 * 1000

/**
 * Forgets the staged lists that no write will ever point at. Their server was killed, or could not forget them itself.
 */
export function sweepStagedLists(core: Core, caller: ServerCaller): Promise<void> {
  mustBeAllowed(caller, 'leftover.remove')
  return core.store.stage.dropOlder(core.clock.now() - abandonedAfter)
}
