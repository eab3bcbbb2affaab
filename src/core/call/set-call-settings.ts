import { authorOf } from '../author.ts'
import type { ServerCaller } from '../caller.ts'
import { agrees } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { CallSettings } from './route.ts'

/** Writes the call settings into the book. The PBX reads them from the next call on. */
export async function setCallSettings(core: Core, caller: ServerCaller, settings: CallSettings): Promise<void> {
  mustBeAllowed(caller, 'pbx.update')
  const now = await core.store.routes.settings()
  if (now && agrees({ ...now }, { ...settings })) return
  await core.store.write(authorOf(caller), async (tx) => {
    const before = await tx.routes.settings()
    await tx.routes.setSettings(settings)
    return {
      answer: undefined,
      change: {
        noun: 'pbx',
        verb: 'update',
        subject: 'calls',
        before: before ? { ...before } : null,
        after: { ...settings },
      },
    }
  })
}
