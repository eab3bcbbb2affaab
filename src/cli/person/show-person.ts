import type { Settings } from '../../app.ts'
import type { Invited } from '../../core/person/add-person.ts'
import type { Person } from '../../core/person/person.ts'
import type { Outcome } from '../command.ts'
import { harmless, isoTime } from '../table.ts'

/** A person as JSON. */
export function showPerson({ name, role, enabled, hasPassword, invitedUntil, createdAt }: Person): object {
  const until = invitedUntil === null ? null : isoTime(invitedUntil)
  return { name, role, enabled, hasPassword, invitedUntil: until, createdAt: isoTime(createdAt) }
}

/** The page of a server with these settings, where no proxy stands before it. */
export function pageAt({ host, port }: Pick<Settings, 'host' | 'port'>): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** The link by which somebody who was invited chooses a password. */
export function invitationLink(origin: string, key: string): string {
  return `${origin.replace(/\/+$/, '')}/book/join?key=${key}`
}

/** An invitation, which can be shown only now. */
export function inviting({ person, key }: Invited, origin: string): Outcome {
  const link = invitationLink(origin, key)
  const text = `'${harmless(person.name)}' chooses a password here, once, until ${isoTime(person.invitedUntil ?? 0)}:\n${link}`
  return { text, json: { ...showPerson(person), link } }
}
