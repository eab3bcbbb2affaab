import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { CallSettings } from './route.ts'

/** The call settings of the book; undefined until they are written for the first time. */
export async function findCallSettings(core: Core, caller: ServerCaller): Promise<CallSettings | undefined> {
  mustBeAllowed(caller, 'pbx.find')
  return core.store.routes.settings()
}
