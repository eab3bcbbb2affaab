import type { Core } from '../core.ts'
import type { Transaction } from '../ports.ts'
import type { PersonRecord, PersonSession } from './person.ts'

/** Milliseconds after which a person signs in anew. */
export const sessionLasts = 14 * 24 * 60 * 60 * 1000

/** The browser that a session is for. */
export interface Browser {
  readonly address: string
  readonly agent: string
}

/** A new session, and the token of its cookie, of which the book keeps the hash only. */
export interface BegunSession {
  readonly session: PersonSession
  readonly token: string
}

/** Writes a session of the person. */
export async function beginSession(
  { ids, passwords, clock }: Pick<Core, 'ids' | 'passwords' | 'clock'>,
  tx: Transaction,
  { id: personId }: PersonRecord,
  { address, agent }: Browser,
): Promise<BegunSession> {
  const token = ids.secret(40)
  const now = clock.now()
  const draft = { personId, address, agent: agent.slice(0, 200), createdAt: now, until: now + sessionLasts }
  return { session: await tx.people.insertSession(draft, passwords.hashToken(token)), token }
}
