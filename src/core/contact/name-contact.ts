import type { Contact, ContactFields } from './contact.ts'

type Names = Pick<Contact, 'name' | 'firstName' | 'lastName'>

/**
 * The names of a contact after a write. Some dialects have one name, others a first and a last one. Each write keeps
 * the other form in step, so that every dialect shows the same person: `Ali Reza Karimi` becomes `Ali` and `Reza
 * Karimi`. A name that is written again as it was changes neither form.
 */
export function nameContact(before: Names, update: ContactFields): Names {
  if (update.firstName !== undefined || update.lastName !== undefined) {
    const firstName = update.firstName === undefined ? before.firstName : update.firstName
    const lastName = update.lastName === undefined ? before.lastName : update.lastName
    return { name: update.name ?? [firstName, lastName].filter(Boolean).join(' '), firstName, lastName }
  }
  if (update.name === undefined || update.name === before.name) {
    return { name: before.name, firstName: before.firstName, lastName: before.lastName }
  }
  const [firstName = '', ...rest] = update.name.trim().split(/\s+/)
  return { name: update.name, firstName: firstName || null, lastName: rest.join(' ') || null }
}
