import type { Core } from '../core.ts'
import type { NumberPlan } from '../number/number-plan.ts'
import { planOfAccount } from '../number/plan-of-account.ts'
import { readNumber } from '../number/read-number.ts'
import { closedIndex } from './closed-index.ts'
import { countContacts } from './count-contacts.ts'
import type { Addresses, Channel, OptOut } from './opt-out.ts'
import { quietHoursOf } from './quiet-hours.ts'

/**
 * The one reason for which a person may not be contacted. A new reason is a new member here and a new rule in
 * {@link contactChecks}, at its place in the order.
 */
export type NoContact =
  | { readonly code: 'not_a_number'; readonly problem: string }
  | { readonly code: 'opted_out'; readonly optOut: OptOut }
  /** It is night: until then, in epoch milliseconds. */
  | { readonly code: 'quiet_hours'; readonly until: number }
  /** The number had so many contacts within 24 hours. */
  | { readonly code: 'contact_limit'; readonly contacts: number }

/** Whether a person may be contacted. */
export type MayContact = { readonly may: true } | { readonly may: false; readonly reason: NoContact }

/** A contact that is asked about: a channel, and the time at which it would happen. */
export interface AskedContact {
  readonly channel: Channel
  readonly at: number
  /** Whether the operator's rules for the server's own contacts are left out, as where a person makes it, who knows what time it is. */
  readonly onlyOptOuts?: boolean
}

/** Answers for many people at once. */
export interface ContactChecks {
  /** The answer to each number or e-mail address, in their order. */
  of(given: readonly string[]): Promise<readonly MayContact[]>
}

/** A rule: of each person the reason against a contact; `undefined` where it has none. */
export type ContactRule = (people: readonly Addresses[]) => Promise<readonly (NoContact | undefined)[]>

const yes: MayContact = { may: true }

/**
 * Makes the rules of an account for a kind of contact, in the order in which they are asked: whose text is no number is
 * told so, then come opt-outs, quiet hours and the limit of contacts a day. The first rule that has a reason decides. For a long list the opt-outs are read once, so
 * that such checks are for the planning of many contacts: `mayContact` decides right before each.
 */
export async function contactChecks(core: Core, accountId: number, asked: AskedContact): Promise<ContactChecks> {
  const plan = await planOfAccount(core, accountId)
  const rules: readonly ContactRule[] = [
    optedOut(closedIndex(core.store.optOuts, accountId, plan, asked.channel)),
    ...(asked.onlyOptOuts || asked.channel === 'surveys'
      ? []
      : await ownRules(core, accountId, { plan, at: asked.at })),
  ]
  return {
    async of(given) {
      const answers: (MayContact | undefined)[] = []
      const people: { readonly at: number; readonly addresses: Addresses }[] = []
      for (const [at, text] of given.entries()) {
        const read = readPerson(text)
        if ('problem' in read) answers[at] = no({ code: 'not_a_number', problem: read.problem })
        else people.push({ at, addresses: read })
      }
      for (const rule of rules) {
        const left = people.filter(({ at }) => answers[at] === undefined)
        const reasons = await rule(left.map(({ addresses }) => addresses))
        for (const [index, { at }] of left.entries()) {
          const reason = reasons[index]
          if (reason) answers[at] = no(reason)
        }
      }
      return given.map((_, at) => answers[at] ?? yes)
    },
  }
}

function optedOut(closed: ReturnType<typeof closedIndex>): ContactRule {
  return async (people) =>
    (await closed.of(people)).map((optOut) => (optOut ? { code: 'opted_out', optOut } : undefined))
}

/** The rules for contacts that the server makes by itself. */
async function ownRules(
  core: Core,
  accountId: number,
  { plan, at }: { readonly plan: NumberPlan; readonly at: number },
): Promise<ContactRule[]> {
  const { mostADay } = core.contactRules
  const until = (await quietHoursOf(core, accountId))(at)
  const quiet: ContactRule = async (people) => people.map(() => ({ code: 'quiet_hours', until: until ?? at }))
  const counted: ContactRule = async (people) => {
    const numbers = people.map(({ number }) => number)
    const made = await countContacts(core, accountId, numbers, { plan, at })
    return made.map((contacts) =>
      contacts >= (mostADay ?? Number.POSITIVE_INFINITY) ? { code: 'contact_limit', contacts } : undefined,
    )
  }
  return [...(until === undefined ? [] : [quiet]), ...(mostADay === null ? [] : [counted])]
}

function no(reason: NoContact): MayContact {
  return { may: false, reason }
}

function readPerson(text: string): Addresses | { readonly problem: string } {
  if (text.includes('@')) return { number: null, email: text }
  const read = readNumber(text)
  return 'number' in read ? { number: read.number, email: null } : read
}
