import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Pbx } from './pbx.ts'

/**
 * What the PBX knows of the phones of an account. It is `off` where no PBX serves the account, and `away` where the PBX does not
 * answer: nothing is known of the phones then.
 */
export interface PhoneStates {
  readonly connection: 'off' | 'away' | 'connected'
  readonly registered: ReadonlySet<string>
  readonly busy: ReadonlySet<string>
  readonly unreachable: ReadonlySet<string>
}

const none: ReadonlySet<string> = new Set()
const nothing = { registered: none, busy: none, unreachable: none }

/** The states of the phones of the caller's account, by the numbers of their extensions. */
export async function findPhoneStates(
  { store }: Pick<Core, 'store'>,
  caller: Caller,
  pbx: Pick<Pbx, 'isConnected' | 'report'> | undefined,
): Promise<PhoneStates> {
  mustBeAllowed(caller, 'extension.find')
  if (!pbx || (await store.pbxAccount.get()) !== caller.accountId) return { connection: 'off', ...nothing }
  if (!pbx.isConnected()) return { connection: 'away', ...nothing }
  try {
    const { registered, busy, unreachable } = await pbx.report()
    return {
      connection: 'connected',
      ...{ registered: new Set(registered), busy: new Set(busy), unreachable: new Set(unreachable) },
    }
  } catch {
    return { connection: 'away', ...nothing }
  }
}
