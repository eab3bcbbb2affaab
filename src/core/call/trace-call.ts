import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { Passed } from '../inbound-route/follow-route.ts'
import type { InboundDecision } from '../inbound-route/inbound-route.ts'
import { testInboundRoute } from '../inbound-route/test-inbound-route.ts'
import { decidingRule } from '../incoming-rule/deciding-rule.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Condition, Decision, Route } from './route.ts'
import { type WayOut, waysOut } from './ways-out.ts'

/** The way in which a phone takes a call, or does not take it. */
export type PhoneState = 'answer' | 'busy' | 'noanswer' | 'unavailable'

/**
 * How a call ends: as the last phone left it, sent out by a trunk, `forbidden` by a rule, with an `unknown` number, because its caller is `blocked`, or
 * behind an announcement (`told`).
 */
export type CallEnd = PhoneState | 'outside' | 'forbidden' | 'unknown' | 'blocked' | 'told'

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
  /** The hosts of trunks that are tried one after another; only of a call that goes out. */
  readonly ways?: readonly WayOut[]
}

/** The most forwards of one call. The PBX's dialplan has the same limit. */
const mostForwards = 5

const conditionOf = { busy: 'busy', noanswer: 'no_answer', unavailable: 'unavailable' } as const

/**
 * Follows a call to a number; nothing rings. `stateOf` says what the phone of each number does. With `from` the call
 * shows that number and comes in by a trunk: by the one of the name `by`, or by any where that is null, at the time `at` or
 * now. Without `from` an extension makes it. The rows are those that the PBX reads, and the rules are those of its dialplan
 * (`asterisk/extensions.conf`). `dialer` is the extension that makes the call: a forward back to it is a loop.
 */
export async function traceCall(
  core: Core,
  caller: Caller,
  number: string,
  stateOf: (number: string) => PhoneState,
  from?: string,
  by: string | null = null,
  dialer?: string,
  at?: number,
): Promise<CallPath> {
  mustBeAllowed(caller, 'route.find')
  const { store } = core
  const isEmergency = from === undefined && (await store.emergencyNumbers.listed(caller.accountId)).includes(number)
  const path: CallPath = isEmergency
    ? { number, steps: [], end: 'outside', at: number, trunk: null, why: `${number} is an emergency number` }
    : await follow(core, caller, number, stateOf, from, by, dialer, at)
  if (path.end !== 'outside') return path
  const ways = await waysOut(store, caller.accountId, path.at, isEmergency)
  const [first] = ways
  if (first) return { ...path, trunk: first.trunk, ways, why: `${path.why}, at the trunk ${first.trunk}` }
  return { ...path, end: 'unknown', trunk: null, why: `no trunk takes ${path.at}` }
}

/** Follows a call as {@link traceCall} does, to the trunks and no further: by which it goes is not said. */
async function follow(
  core: Core,
  caller: Caller,
  number: string,
  stateOf: (number: string) => PhoneState,
  from: string | undefined,
  by: string | null,
  dialer: string | undefined,
  at: number | undefined,
): Promise<CallPath> {
  const { accountId } = caller
  if (from !== undefined && (await isBlocked(core, accountId, from))) {
    return { number, steps: [], end: 'blocked', at: number, trunk: null, why: `calls from ${from} are blocked` }
  }
  const entry = from === undefined ? number : await enter(core, caller, number, { by, at }, stateOf)
  if (typeof entry !== 'string') return entry
  const first = await core.store.routes.get(accountId, entry)
  if (!first)
    return from === undefined ? traceOutside(core, accountId, number) : nowhere(number, `${entry} has been removed`)
  const steps: Step[] = []
  const chain: string[] = dialer === undefined || dialer === number ? [] : [dialer]
  const mostSteps = chain.length + mostForwards
  let route: Route = first
  const ended = (end: CallEnd, why: string, at = route.number): CallPath => ({
    number,
    steps,
    end,
    at,
    trunk: null,
    why,
  })
  for (;;) {
    chain.push(route.number)
    if (!route.callable) {
      steps.push({ number: route.number, state: 'unavailable', condition: null, decision: null })
      const why = route.technology === 'SIP' ? 'is not active' : 'is an IAX2 user, which this PBX does not have'
      return ended('unavailable', `${route.number} ${why}`)
    }
    const state = passesBy(route) ? null : route.rings ? stateOf(route.number) : 'unavailable'
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
    if (chain.length > mostSteps) return ended('busy', `too many forwards: ${[...chain, target].join(' > ')}`)
    if (kind === 'outside') return ended('outside', `${target} is asked for: ${rule}`, target)
    const next = await core.store.routes.get(accountId, target)
    if (!next) return ended('unavailable', `${target} has just been removed`)
    route = next
  }
}

async function isBlocked(core: Core, accountId: number, from: string): Promise<boolean> {
  return decidingRule(await core.store.incomingRules.ofCaller(accountId, from))?.verdict === 'block'
}

/** The extension that a call reaches which comes in by a trunk, or the whole way of a call that reaches none by itself. */
async function enter(
  core: Core,
  caller: Caller,
  number: string,
  { by, at }: { readonly by: string | null; readonly at: number | undefined },
  stateOf: (number: string) => PhoneState,
): Promise<string | CallPath> {
  const { decision, direct, holders, passed, routeId: taken } = await testInboundRoute(core, caller, number, by, at)
  if (direct !== null) return direct
  if (!decision && taken !== null) return endOfRoute(number, taken, passed)
  if (!decision) {
    return nowhere(
      number,
      holders.length > 1
        ? `the extensions ${holders.join(', ')} show ${number}, and no route says which`
        : `${number} is no extension, no extension shows it, and it has no route`,
    )
  }
  const { kind, targets, routeId, rule } = decision
  const [target = ''] = targets
  if (kind === 'extension') return target
  if (kind === 'all' || kind === 'turn') return traceGroup(core, caller.accountId, number, decision, stateOf)
  const why = `${target} by the route ${routeId}: ${rule}`
  return { number, steps: [], end: kind === 'outside' ? 'outside' : 'forbidden', at: target, trunk: null, why }
}

/** The end of a call whose route leads no further than an announcement, or a schedule. */
function endOfRoute(number: string, routeId: number, passed: readonly Passed[]): CallPath {
  const isTold = passed.at(-1)?.kind === 'announcement'
  const why = isTold
    ? `the announcement ${passed.at(-1)?.name} of the route ${routeId} is all`
    : `the route ${routeId} is closed`
  return { number, steps: [], end: isTold ? 'told' : 'unavailable', at: number, trunk: null, why }
}

/** The way of a call to a group, whose phones ring at once or in turn. What they forward to does not hold. */
async function traceGroup(
  core: Core,
  accountId: number,
  number: string,
  { targets, routeId }: InboundDecision,
  stateOf: (number: string) => PhoneState,
): Promise<CallPath> {
  const steps: Step[] = []
  for (const target of targets) {
    const route = await core.store.routes.get(accountId, target)
    const state = route?.callable && route.rings ? stateOf(target) : 'unavailable'
    steps.push({ number: target, state, condition: null, decision: null })
    if (state === 'answer') {
      return {
        number,
        steps,
        end: 'answer',
        at: target,
        trunk: null,
        why: `${target} answers, by the route ${routeId}`,
      }
    }
  }
  const why = `nobody of the route ${routeId} answers`
  return { number, steps, end: 'unavailable', at: number, trunk: null, why }
}

/** The end of a call that comes in by a trunk, to a number that leads nowhere. */
function nowhere(number: string, why: string): CallPath {
  return { number, steps: [], end: 'unknown', at: number, trunk: null, why }
}

function passesBy({ decisions: { always } }: Route): boolean {
  return always.kind === 'extension' || always.kind === 'outside'
}

/** Follows a call to a number that no extension has. The call goes out by the trunk unless a rule denies the number. */
async function traceOutside(core: Core, accountId: number, number: string): Promise<CallPath> {
  const { hasTrunk, rule } = await core.store.routes.outside(accountId, number)
  const [end, why]: [CallEnd, string] = !hasTrunk
    ? ['unknown', `${number} is no extension, and there is no trunk`]
    : rule.startsWith('deny')
      ? ['forbidden', `${number} is refused: ${rule}`]
      : ['outside', `${number} is asked for`]
  return { number, steps: [], end, at: number, trunk: null, why }
}
