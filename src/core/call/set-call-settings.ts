import { operatorOf } from '../account/operator.ts'
import type { Core } from '../core.ts'
import type { CallSettings } from './route.ts'

/** Puts what the settings say of calls into the book, where the PBX reads it from the next call on. */
export async function setCallSettings(core: Core, settings: CallSettings): Promise<void> {
  const now = await core.store.routes.settings()
  if (now?.ringTime === settings.ringTime && now.forwardAll === settings.forwardAll) return
  await core.store.write(operatorOf(null), async (tx) => {
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
