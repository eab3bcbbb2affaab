import type { Caller } from '../caller.ts'
import { callIdOf } from '../campaign/call-id.ts'
import type { Core } from '../core.ts'
import { Refusal, unavailable } from '../errors.ts'
import { readNumber } from '../number/read-number.ts'
import { mayContact } from '../opt-out/may-contact.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Party } from './dialer.ts'

/** A call to be begun. Numbers are extensions, or outside numbers as `readNumber` gives them. */
export interface WantedCall {
  /** The number that rings first. */
  readonly caller: string
  readonly callee: string
  /** The number that the callee is shown. */
  readonly shown: string
  /** The context of the dialplan in which the callee is called. */
  readonly context: string
  /** The trunk for outside numbers; `null` for the usual one. An outside caller needs one by name. */
  readonly trunk: string | null
  /** Seconds that the caller is rung for. */
  readonly ringTime: number
  /** Seconds after which the call ends, from the caller's answer; `null` for no end. */
  readonly longest: number | null
}

/** The context in which extensions call, and its rules hold. */
export const usualContext = 'main_routing'

/**
 * Begins a call: the caller is rung, and once he answers, the callee. Returns the id of the call at once.
 *
 * Outside numbers are called as an extension calls them: not where a forward rule denies the number, and not somebody who
 * has opted out of calls. A call between two outside numbers is like a forward: a rule must allow the callee.
 *
 * @throws Refusal `invalid_value` or `missing_value` of a field; `conflict` for a number that may not be called;
 *   `unavailable` when the PBX cannot be asked.
 */
export async function originateCall(core: Core, caller: Caller, wanted: WantedCall): Promise<string> {
  mustBeAllowed(caller, 'call.originate')
  const { accountId } = caller
  if ((await core.store.pbxAccount.get()) !== accountId) {
    throw new Refusal('unavailable', 'no PBX serves this account: run `dialbook pbx config` for it')
  }
  if (wanted.trunk !== null) {
    const known = (await core.store.trunks.all(accountId)).some(({ name }) => name === wanted.trunk)
    if (!known) throw new Refusal('invalid_value', `there is no trunk as '${wanted.trunk}'`, 'trunk_name')
  }
  const first = await findParty(core, accountId, wanted, 'caller')
  const second = await findParty(core, accountId, wanted, 'callee')
  if (first.number === second.number) {
    throw new Refusal('invalid_value', `${first.number} cannot call itself`, 'callee')
  }
  if (first.trunk !== null && second.trunk !== null && !second.rule.startsWith('allow')) {
    throw new Refusal('conflict', `${second.number} is refused, as a forward to it would be: ${second.rule}`, 'callee')
  }
  const id = idOf(core)
  const { shown, context, ringTime, longest } = wanted
  await asking(async () => {
    if (context !== usualContext && !(await core.dialer.knowsContext(context))) {
      throw new Refusal('invalid_value', `the PBX has no context ${context}`, 'context')
    }
    const [one, other] = [first, second].map(({ number, trunk }): Party => ({ number, trunk })) as [Party, Party]
    await core.dialer.dial({ id, caller: one, callee: other, shown, context, ringTime, longest })
  })
  return id
}

/** A side of the call, and the forward rule for it where it is outside. */
interface Found extends Party {
  readonly rule: string
}

async function findParty(
  core: Core,
  accountId: number,
  wanted: WantedCall,
  field: 'caller' | 'callee',
): Promise<Found> {
  const number = wanted[field]
  const route = await core.store.routes.get(accountId, number)
  if (route) {
    if (!route.callable) throw new Refusal('invalid_value', `${number} is not active`, field)
    if (field === 'caller') await mustCallAndRing(core, accountId, number)
    return { number, trunk: null, rule: '' }
  }
  const read = readNumber(number)
  if ('problem' in read) throw new Refusal('invalid_value', `${field} ${read.problem}`, field)
  const { hasTrunk, rule } = await core.store.routes.outside(accountId, number)
  if (!hasTrunk) throw new Refusal('invalid_value', `${number} is no extension, and there is no trunk`, field)
  if (field === 'caller' && wanted.trunk === null) {
    throw new Refusal('missing_value', `${number} is no extension: a trunk must be named to call it`, 'trunk_name')
  }
  if (rule.startsWith('deny')) throw new Refusal('conflict', `${number} is refused: ${rule}`, field)
  const answer = await mayContact(core, accountId, number, 'calls', core.clock.now(), true)
  if (!answer.may) throw new Refusal('conflict', `${number} may not be called: ${answer.reason.code}`, field)
  return { number, trunk: wanted.trunk ?? '*', rule }
}

/** Refuses an extension as the caller that may not call, or may not be rung: it has to do both. A callee goes by its forward policy. */
async function mustCallAndRing(core: Core, accountId: number, number: string): Promise<void> {
  const [extension] = await core.store.extensions.find(accountId, { number: { text: number, alike: false } })
  if (extension?.kind === 'peer')
    throw new Refusal('invalid_value', `${number} may only be called: its type is peer`, 'caller')
  if (extension?.kind === 'user')
    throw new Refusal('invalid_value', `${number} may not be rung: its type is user`, 'caller')
}

/** Turns the failure of a PBX that cannot be asked into a refusal. */
async function asking(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw unavailable(`the PBX cannot be asked: ${error instanceof Error ? error.message : String(error)}`, error)
  }
}

/** The id of a call that begins now; the last three digits tell calls of one millisecond apart. */
function idOf(core: Core): string {
  const serial = Number.parseInt(core.ids.hexId().slice(-6), 16) % 1000
  return callIdOf(core.clock.now() * 1000 + serial)
}
