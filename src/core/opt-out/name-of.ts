import type { Addresses } from './opt-out.ts'

/** The name by which people find the opt-out of a person: the number, else the e-mail address. */
export function nameOf({ number, email }: Addresses): string {
  return number ?? email ?? ''
}
