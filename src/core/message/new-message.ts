import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import type { NumberPlan } from '../number/number-plan.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { mostDigits, readNumber } from '../number/read-number.ts'
import type { Alphabet, Message } from './message.ts'
import type { MessageRoute } from './message-rules.ts'
import { countParts, mostCharacters, mostParts, write } from './parts.ts'

/** A message as a caller asks for it. */
export interface NewMessage {
  /** A number in any spelling. */
  readonly number: string
  readonly sender: string
  readonly text: string
  /** The alphabet that it is to have; null for the one that the text needs. */
  readonly alphabet?: Alphabet | null
  /** The code of a route; null for the usual one. */
  readonly route?: string | null
  /** When it is to leave; null, and a time that is over, for at once. */
  readonly plannedAt?: number | null
  readonly callbackData?: string | null
  readonly label?: number | null
  readonly language?: string | null
  readonly forgetsText?: boolean
  /** The address of who asks; null where there is none. */
  readonly address?: string | null
}

/** Who a message may be from: a number of up to 15 digits, or up to 11 letters, digits and spaces. */
export const senderForm = /^(\+?[1-9]\d{0,14}|[a-zA-Z0-9 ]{1,11})$/

/** The latest time for which a message can be planned: a year from now. */
const longestPlanMs = 366 * 24 * 60 * 60 * 1000

/**
 * A message that nobody has numbered yet.
 *
 * @throws Refusal `missing_value` or `invalid_value` of `number`, `sender`, `text`, `route` or `plannedAt`.
 */
export async function draftMessage(core: Core, caller: Caller, wanted: NewMessage): Promise<Omit<Message, 'id'>> {
  const { accountId, credentialId, origin } = caller
  const { routes, validMs } = core.messageRules
  const route = routeOf(routes, wanted.route)
  const number = await recipientOf(core, await planOfAccount(core, accountId), wanted.number)
  checkSender(wanted.sender)
  if (wanted.text === '') throw new Refusal('missing_value', 'a message needs a text', 'text')
  const written = write(wanted.text, wanted.alphabet ?? null)
  const parts = countParts(written)
  if (parts > mostParts) {
    const most = mostCharacters(written.alphabet)
    throw new Refusal('invalid_value', `the text is longer than ${mostParts} parts: some ${most} characters`, 'text')
  }
  const now = core.clock.now()
  const { plannedAt, dueAt } = timesOf(wanted.plannedAt, now)
  return {
    accountId,
    hexId: core.ids.hexId(),
    ...{ bulkId: null, number },
    country: await core.numberPlans.countryOf(number),
    sender: wanted.sender,
    ...written,
    characters: [...written.text].length,
    parts,
    route: route.code,
    price: route.price * parts,
    callbackData: wanted.callbackData ?? null,
    label: wanted.label ?? null,
    language: wanted.language ?? null,
    forgetsText: wanted.forgetsText ?? false,
    ...{ plannedAt, dueAt, validUntil: dueAt + validMs },
    ...{ state: 'queued', reason: null, isUncertain: false, claimedBy: null, sentAt: null, endedAt: null },
    ...{ createdAt: now, credentialId, address: wanted.address ?? null, origin },
  }
}

/**
 * The route with a code, or the usual one.
 *
 * @throws Refusal `invalid_value` of `route`.
 */
export function routeOf(routes: readonly MessageRoute[], code: string | null | undefined): MessageRoute {
  const route = code == null ? routes[0] : routes.find((each) => each.code === code)
  if (route) return route
  const problem =
    routes.length === 0
      ? 'there is no way for messages: name one in message.routes, as direct=paper:0.05, for the server and the command line'
      : 'no route for messages has this code: see message.routes'
  throw new Refusal('invalid_value', problem, 'route')
}

/** @throws Refusal `invalid_value` of `sender` for one that nothing may be from. */
export function checkSender(sender: string): void {
  if (senderForm.test(sender)) return
  throw new Refusal('invalid_value', 'the sender is a number, or up to 11 letters, digits and spaces', 'sender')
}

/**
 * The time that was asked for, and the one at which it is due.
 *
 * @throws Refusal `invalid_value` of `plannedAt` for a time that is more than a year away.
 */
export function timesOf(wanted: number | null | undefined, now: number): Pick<Message, 'plannedAt' | 'dueAt'> {
  const plannedAt = wanted ?? null
  if (plannedAt !== null && plannedAt > now + longestPlanMs) {
    throw new Refusal('invalid_value', 'a message is planned for a time within a year', 'plannedAt')
  }
  return { plannedAt, dueAt: Math.max(plannedAt ?? now, now) }
}

/**
 * A number in international form. In a country its own spellings are read; digits that no country has are taken for a whole
 * number that lacks its plus, as `41791234567`.
 *
 * @throws Refusal `missing_value` or `invalid_value` of `number`.
 */
export async function recipientOf(core: Core, plan: NumberPlan, given: string): Promise<string> {
  if (given.trim() === '') throw new Refusal('missing_value', 'a message needs a number', 'number')
  const read = readNumber(given)
  if ('problem' in read) throw new Refusal('invalid_value', `the number ${read.problem}`, 'number')
  const key = plan.keyOf(read.number)
  if (/^\+[1-9]\d{2,14}$/.test(key)) return key
  const whole = `+${read.number.replace(/^00/, '')}`
  const isWhole = /^\+[1-9]\d{7,}$/.test(whole) && whole.length <= 1 + mostDigits
  if (isWhole && (await core.numberPlans.countryOf(whole)) !== null) return whole
  throw new Refusal('invalid_value', 'the number is not an international one', 'number')
}
