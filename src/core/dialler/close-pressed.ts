import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { addOptOut } from '../opt-out/add-opt-out.ts'
import { onAccount } from '../permission/callers.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'

/** Opt-outs that are written before others are served. */
const some = 100

/** Closes the numbers that have pressed the digit for it, each as one change. One that is closed already stays closed. */
export async function closePressed(
  core: Core,
  caller: ServerCaller,
  { accountId }: { readonly accountId: number },
): Promise<void> {
  mustBeAllowed(caller, 'opt-out.add')
  const { dialLog } = core.store
  for (const { targetId, phone, campaignName } of await dialLog.pressed(accountId, some)) {
    const reason = `pressed in a call of the campaign ${campaignName}`.slice(0, 200)
    try {
      await addOptOut(core, onAccount(caller, accountId), {
        number: phone,
        channel: 'calls',
        reason,
        source: 'dialler',
      })
    } catch (error) {
      if (!(error instanceof Refusal && (error.code === 'number_taken' || error.code === 'invalid_value'))) throw error
    }
    await dialLog.closed(accountId, [targetId])
  }
}
