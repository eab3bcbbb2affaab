import type { NumberPlan } from '../number/number-plan.ts'
import type { Contact } from './contact.ts'

/** The fields by which the contact of a line is found. */
export interface ContactKey {
  readonly hexId: string
  readonly email: string | null
  readonly number: string
  readonly name: string
}

/**
 * The contacts of an account by what tells them apart: the id that no other contact has; else the e-mail address, whatever its case;
 * else the number, in any of its spellings, with the name; else the name of somebody who has neither.
 */
export class ContactIndex {
  readonly #plan: NumberPlan
  readonly #byHexId = new Map<string, Contact>()
  readonly #byKey = new Map<string, Contact[]>()

  constructor(contacts: readonly Contact[], plan: NumberPlan) {
    this.#plan = plan
    for (const contact of contacts) {
      this.#byHexId.set(contact.hexId, contact)
      const { email, number, name } = contact
      const keys = [email !== null && mailKey(email), number !== '' && this.#numberKey(number), nameKey(name)]
      for (const key of keys) if (key) push(this.#byKey, key, contact)
    }
  }

  /** The contacts that a line may mean. */
  find({ hexId, email, number, name }: ContactKey): readonly Contact[] {
    const byId = this.#byHexId.get(hexId)
    if (byId) return [byId]
    const byMail = email === null ? [] : this.#of(mailKey(email))
    if (byMail.length > 0) return byMail
    // Somebody who has another address already is somebody else.
    const isFree = (contact: Contact) => email === null || contact.email === null
    if (number !== '') {
      const isNamed = (contact: Contact) => name === '' || nameKey(contact.name) === nameKey(name)
      return this.#of(this.#numberKey(number)).filter((contact) => isFree(contact) && isNamed(contact))
    }
    if (email !== null || name === '') return []
    return this.#of(nameKey(name)).filter((contact) => contact.number === '' && contact.email === null)
  }

  /** The text that two lines for one contact have in common. */
  keyOf({ hexId, email, number, name }: ContactKey): string {
    if (this.#byHexId.has(hexId)) return `id ${hexId}`
    if (email !== null) return mailKey(email)
    return number === '' ? nameKey(name) : `${this.#numberKey(number)} ${nameKey(name)}`
  }

  /** Whether two texts are one number. */
  isSameNumber(one: string, other: string): boolean {
    return one === other || (one !== '' && other !== '' && this.#plan.keyOf(one) === this.#plan.keyOf(other))
  }

  #of(key: string): readonly Contact[] {
    return this.#byKey.get(key) ?? []
  }

  #numberKey(number: string): string {
    return `number ${this.#plan.keyOf(number)}`
  }
}

function mailKey(email: string): string {
  return `mail ${email.toLowerCase()}`
}

function nameKey(name: string): string {
  return `name ${name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()}`
}

function push(map: Map<string, Contact[]>, key: string, contact: Contact): void {
  const found = map.get(key)
  if (found) found.push(contact)
  else map.set(key, [contact])
}
