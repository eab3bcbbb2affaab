import type { AnyCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/** The number of the newest change of the book, whosever it is; 0 where there is none. It costs next to nothing. */
export async function newestNumber(core: Core, caller: AnyCaller): Promise<number> {
  mustBeAllowed(caller, 'change.find')
  const [newest] = await core.store.changes.newest(null, {}, 1)
  return newest?.number ?? 0
}
