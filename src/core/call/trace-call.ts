import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { decidingRule } from '../incoming-rule/deciding-rule.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Condition, Decision, Route } from './route.ts'

/** The way in which a phone takes a call, or does not take it. */
export type PhoneState = 'answer' | 'busy' | 'noanswer' | 'unavailable'

/**
 * How a call ends: as the last phone left it, sent out by a trunk, `forbidden` by a rule, with an `unknown` number, or
 * because its caller is `blocked`.
 */
export type CallEnd = PhoneState | 'outside' | 'forbidden' | 'unknown' | 'blocked'

/** One number on the way of a call. */
export interface Step {
  readonly number: string
  /** The state of its phone; `null` where the call passes by without reaching it. */
  readonly state: PhoneState | null
  /** The condition under which the call leaves the number again; `null` where it does not. */
  readonly condition: Condition | null
  readonly decision: Decision | null
}

/** The way of a call. */
export interface CallPath {
  readonly number: string
  readonly steps: readonly Step[]
  readonly end: CallEnd
  /** The last number: an extension, or the number that the trunk is asked for. */
  readonly at: string
  readonly trunk: string | null
  /** The reason for the end, for people. */
  readonly why: string
}

/** The most forwards of one call. The PBX's dialplan has the same limit. */
const mostForwards = 5

const conditionOf = { busy: 'busy', noanswer: 'no_answer', unavailable: 'unavailable' } as const

/**
 * Follows a call to a number; nothing rings. `stateOf` says what the phone of each number does. With `from` the call
 * comes in by a trunk, and shows that number; else an extension makes it. The rows are those that the PBX reads, and the
 * rules are those of its dialplan (`asterisk/extensions.conf`).
 */
export async function traceCall(
  core: Core,
  caller: Caller,
  number: string,
  stateOf: (number: string) => PhoneState,
  from?: string,
): Promise<CallPath> {
  mustBeAllowed(caller, 'route.find')
  const { accountId } = caller
  if (from !== undefined && (await isBlocked(core, accountId, from))) {
    return { number, steps: [], end: 'blocked', at: number, trunk: null, why: `calls from ${from} are blocked` }
  }
  const first = await core.store.routes.get(accountId, number)
  if (!first) return from === undefined ? traceOutside(core, accountId, number) : unknownExtension(number)
  const steps: Step[] = []
  const chain: string[] = []
  let route: Route = first
  const ended = (end: CallEnd, why: string, at = route.number): CallPath => ({
    number,
    steps,
    end,
    at,
    trunk: end === 'outside' ? route.trunk : null,
    why,
  })
  for (;;) {
    chain.push(route.number)
    if (!route.callable) {
      steps.push({ number: route.number, state: 'unavailable', condition: null, decision: null })
      return ended('unavailable', `${route.number} is not active`)
    }
    const state = passesBy(route) ? null : stateOf(route.number)
    if (state === 'answer') {
      steps.push({ number: route.number, state, condition: null, decision: null })
      return ended('answer', `${route.number} answers`)
    }
    const condition = state === null ? 'always' : conditionOf[state]
    const decision = route.decisions[condition]
    steps.push({ number: route.number, state, condition, decision })
    const { kind, target, rule } = decision
    if (state !== null && kind === 'none') return ended(state, `${route.number} has no target for this`)
    if (state !== null && kind === 'refused') return ended(state, `${target} is refused: ${rule}`)
    if (chain.includes(target)) return ended('busy', `a loop: ${[...chain, target].join(' > ')}`)
    if (chain.length > mostForwards) return ended('busy', `too many forwards: ${[...chain, target].join(' > ')}`)
    if (kind === 'outside')
      return ended('outside', `${target} is asked for at the trunk ${route.trunk}: ${rule}`, target)
    const next = await core.store.routes.get(accountId, target)
    if (!next) return ended('unavailable', `${target} has just been removed`)
    route = next
  }
}

async function isBlocked(core: Core, accountId: number, from: string): Promise<boolean> {
  return decidingRule(await core.store.incomingRules.ofCaller(accountId, from))?.verdict === 'block'
}

/** The end of a call that comes in by a trunk, to a number that no extension has. */
function unknownExtension(number: string): CallPath {
  const why = `${number} is no extension, and calls that come in reach extensions only`
  return { number, steps: [], end: 'unknown', at: number, trunk: null, why }
}

function passesBy({ decisions: { always } }: Route): boolean {
  return always.kind === 'extension' || always.kind === 'outside'
}

/** Follows a call to a number that no extension has. The call goes out by the trunk unless a rule denies the number. */
async function traceOutside(core: Core, accountId: number, number: string): Promise<CallPath> {
  const { trunk, rule } = await core.store.routes.outside(accountId, number)
  const [end, why]: [CallEnd, string] =
    trunk === null
      ? ['unknown', `${number} is no extension, and there is no trunk`]
      : rule.startsWith('deny')
        ? ['forbidden', `${number} is refused: ${rule}`]
        : ['outside', `${number} is asked for at the trunk ${trunk}`]
  return { number, steps: [], end, at: number, trunk: end === 'outside' ? trunk : null, why }
}
