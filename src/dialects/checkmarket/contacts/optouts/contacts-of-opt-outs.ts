import type { Caller } from '../../../../core/caller.ts'
import type { Contact, ContactField } from '../../../../core/contact/contact.ts'
import { findContacts } from '../../../../core/contact/find-contacts.ts'
import type { Core } from '../../../../core/core.ts'
import type { Filter } from '../../../../core/filter/filter.ts'
import type { NumberPlan } from '../../../../core/number/number-plan.ts'
import { planOfAccount } from '../../../../core/number/plan-of-account.ts'
import { addressKeys, keysOf } from '../../../../core/opt-out/addresses.ts'
import { contactAddresses } from '../../../../core/opt-out/contact-addresses.ts'
import { foldEmail, type OptOut } from '../../../../core/opt-out/opt-out.ts'

/** Opt-outs whose contacts are looked up in one step: a test for each spelling is as much as a filter should have. */
const atOnce = 50

/** Contacts that one step finds at the most. */
const mostContacts = 1000

/** Finds the contact of each opt-out: the oldest one with its e-mail address, else the oldest with its number. */
export async function contactsOfOptOuts(
  core: Core,
  caller: Caller,
  optOuts: readonly OptOut[],
): Promise<(optOut: OptOut) => Contact | undefined> {
  const plan = await planOfAccount(core, caller.accountId)
  const byKey = new Map<string, Contact>()
  for (let start = 0; start < optOuts.length; start += atOnce) {
    const of = optOuts.slice(start, start + atOnce).flatMap((optOut) => testsFor(plan, optOut))
    const query = { filter: { kind: 'or', of }, sort: { by: 'id', descending: false } } as const
    const { items } = await findContacts(core, caller, query, { start: 0, count: mostContacts })
    for (const contact of items) {
      for (const key of addressKeys(plan, contactAddresses(contact))) if (!byKey.has(key)) byKey.set(key, contact)
    }
  }
  return (optOut) => {
    const emailKey = optOut.email === null ? undefined : byKey.get(foldEmail(optOut.email))
    return emailKey ?? [...keysOf(plan, optOut)].map((key) => byKey.get(key)).find((contact) => contact !== undefined)
  }
}

function testsFor(plan: NumberPlan, { number, international, email }: OptOut): Filter<ContactField>[] {
  const numbers = [number, international].flatMap((each) => (each === null ? [] : plan.spellingsOf(each)))
  const emails = email === null ? [] : [email, foldEmail(email)]
  return [
    ...[...new Set(numbers)].map((value) => is('number', value)),
    ...[...new Set(emails)].map((value) => is('email', value)),
  ]
}

function is(field: ContactField, value: string): Filter<ContactField> {
  return { kind: 'compare', field, by: 'eq', value }
}
