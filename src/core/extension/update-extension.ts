import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import { difference } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { refuseEmergencyNumber } from '../emergency/list-emergency-numbers.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Extension, ExtensionRef, ExtensionSettings, ForwardPolicy } from './extension.ts'
import { updateSecret } from './extension-secret.ts'
import { followExtension } from './follow-extension.ts'
import { numberTaken } from './number-taken.ts'

/**
 * The fields of an extension to change. An absent field keeps its value, and so does each absent target in `forward`.
 */
export interface ExtensionUpdate extends Partial<Omit<ExtensionSettings, 'forward'>> {
  readonly secret?: string
  readonly forward?: Partial<ForwardPolicy>
}

/**
 * Changes an extension and returns it as it is now.
 *
 * @throws Refusal `not_found`, `number_taken`, or `invalid_value` of a weak `secret`.
 */
export function updateExtension(
  core: Core,
  caller: Caller,
  ref: ExtensionRef,
  update: ExtensionUpdate,
): Promise<Extension> {
  mustBeAllowed(caller, 'extension.update')
  return core.store.write(authorOf(caller), async (tx) => {
    const before = mustExist(await tx.extensions.lock(caller.accountId, ref), 'extension')
    const after = changeExtension(core, before, update)
    if (after.number !== before.number) await refuseEmergencyNumber(tx, caller.accountId, after.number)
    if (!(await tx.extensions.update(before, after))) throw numberTaken(after.number)
    await followExtension(tx, before, after)
    return {
      answer: after,
      change: {
        noun: 'extension',
        verb: 'update',
        subject: after.number,
        ...difference(before, after),
      },
    }
  })
}

/**
 * An extension as it is after an update.
 *
 * @throws Refusal `invalid_value` of a weak `secret`.
 */
export function changeExtension(core: Core, before: Extension, update: ExtensionUpdate): Extension {
  const { secret, forward, ...settings } = update
  return {
    ...before,
    ...settings,
    ...countedBy(settings),
    ...updateSecret(core, before, settings.number ?? before.number, secret),
    forward: forward ? { ...before.forward, ...forward } : before.forward,
    updatedAt: core.clock.now(),
  }
}

/**
 * The counting of calls that a limit brings along: who sets a limit and says nothing of the counter wants it to hold, as
 * in chan_sip.
 */
export function countedBy({ callLimit, callCounter }: ExtensionUpdate): Pick<ExtensionUpdate, 'callCounter'> {
  return callCounter === undefined && (callLimit ?? 0) > 0 ? { callCounter: true } : {}
}
