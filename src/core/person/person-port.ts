import type { PersonRecord, PersonSession } from './person.ts'

/** Reads people and their sessions. */
export interface PersonReader {
  all(): Promise<PersonRecord[]>
  byName(foldedName: string): Promise<PersonRecord | undefined>
  byInvitation(invitationHash: string): Promise<PersonRecord | undefined>
  byId(id: number): Promise<PersonRecord | undefined>
  sessionByToken(tokenHash: string): Promise<PersonSession | undefined>
  /** The sessions that hold at `now`, the newest first. */
  sessionsOf(personId: number, now: number): Promise<PersonSession[]>
}

/** Writes people and their sessions. */
export interface PersonWriter extends PersonReader {
  /** Returns the person with its new id, or undefined when the name is taken. */
  insert(person: Omit<PersonRecord, 'id'>, foldedName: string): Promise<PersonRecord | undefined>
  /** Reads the person and keeps every other writer from it until the transaction ends. */
  lock(id: number): Promise<PersonRecord | undefined>
  /** Writes the password, the invitation and whether the person is enabled. */
  update(person: PersonRecord): Promise<void>
  /** Adds a session, and forgets those that are over. */
  insertSession(session: Omit<PersonSession, 'id'>, tokenHash: string): Promise<PersonSession>
  /** Returns how many sessions there were: all of the person, or the one with that id. */
  removeSessions(personId: number, id?: number): Promise<number>
}
