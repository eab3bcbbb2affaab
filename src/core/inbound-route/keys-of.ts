import type { DialingDigits, NumberPlan } from '../number/number-plan.ts'
import type { InboundRoute } from './inbound-route.ts'

/**
 * The keys under which the PBX finds a route: `trunk/number` in every spelling of the number, or `trunk/prefix*`. Every
 * trunk is the empty name.
 */
export function keysOf({ trunk, number, isPrefix }: InboundRoute, plan: NumberPlan): string[] {
  const texts = isPrefix ? [`${internationalPrefix(number, plan.dialing)}*`] : plan.spellingsOf(number)
  return texts.map((text) => keyFor(trunk, text))
}

/** The key of a route of the trunk, or of every trunk, for a spelling or a prefix. */
export function keyFor(trunk: string | null, text: string): string {
  return `${trunk ?? ''}/${text}`
}

/** A prefix as it stands before the international form of numbers: `021` is `+9821` in Iran. */
function internationalPrefix(prefix: string, dialing: DialingDigits | null): string {
  if (!dialing || prefix.startsWith('+')) return prefix
  const { exit, trunkPrefix, callingCode } = dialing
  if (exit !== '' && prefix.startsWith(exit)) return `+${prefix.slice(exit.length)}`
  if (trunkPrefix !== '' && prefix.startsWith(trunkPrefix)) return `+${callingCode}${prefix.slice(trunkPrefix.length)}`
  return prefix
}
