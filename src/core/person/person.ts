import type { Role } from '../permission/role.ts'

/** Somebody who uses the page. `accountId` is `null` for an owner, who belongs to no account. Times are epoch milliseconds. */
export interface Person {
  readonly id: number
  readonly accountId: number | null
  /** Unique without case. */
  readonly name: string
  readonly role: Role
  readonly enabled: boolean
  /** Whether the person has chosen a password. Without one nobody signs in under the name. */
  readonly hasPassword: boolean
  /** The time until which an invitation waits; `null` where none does. */
  readonly invitedUntil: number | null
  readonly createdAt: number
}

/** A person with the hashes that a sign-in is compared with. */
export interface PersonRecord extends Omit<Person, 'hasPassword'> {
  readonly passwordHash: string | null
  readonly invitationHash: string | null
}

/** A browser that a person has signed in with. */
export interface PersonSession {
  readonly id: number
  readonly personId: number
  readonly address: string
  /** The browser's own name of itself. */
  readonly agent: string
  readonly createdAt: number
  readonly until: number
}

/** A session together with its person. It is proof that the person has signed in. */
export interface SignedInPerson {
  readonly person: Person
  readonly session: PersonSession
}

/** The person without the hashes. */
export function shownPerson({ passwordHash, invitationHash: _hash, ...person }: PersonRecord): Person {
  return { ...person, hasPassword: passwordHash !== null }
}
