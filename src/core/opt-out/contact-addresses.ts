import type { Contact } from '../contact/contact.ts'
import { readNumber } from '../number/read-number.ts'
import type { Addresses } from './opt-out.ts'

/** The addresses of a contact. A number that cannot be read is none. */
export function contactAddresses({ number, email }: Pick<Contact, 'number' | 'email'>): Addresses {
  const read = readNumber(number)
  return { number: 'number' in read ? read.number : null, email: email === '' ? null : email }
}
