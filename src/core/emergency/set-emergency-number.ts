import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustExist } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { listEmergencyNumbers } from './list-emergency-numbers.ts'

/** Puts a number to the emergency numbers of the account, or takes it from them. It holds from the next call on. */
export function setEmergencyNumber(core: Core, caller: Caller, number: string, isEmergency: boolean): Promise<void> {
  mustBeAllowed(caller, 'emergency.set')
  const { accountId } = caller
  return core.store.write(authorOf(caller), async (tx) => {
    const { country } = mustExist(await tx.accounts.lock(accountId), 'account')
    const before = (await tx.emergencyNumbers.all(accountId)).find((each) => each.number === number)
    const after = { accountId, number, isEmergency }
    await tx.emergencyNumbers.put(after)
    await listEmergencyNumbers(tx, accountId, country)
    return {
      answer: undefined,
      change: {
        noun: 'emergency-number',
        verb: before ? 'update' : 'add',
        subject: number,
        before: before ? { ...before } : null,
        after: { ...after },
      },
    }
  })
}
