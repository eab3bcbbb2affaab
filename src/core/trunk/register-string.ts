import { described, InvalidValue, type Reader } from '../reader.ts'
import type { Trunk } from './trunk.ts'
import { hostAndPort, trunkPassword, trunkUser } from './trunk-rules.ts'

/** A registration as one text. */
export interface RegisterString {
  readonly username: string
  readonly password: string
  readonly registrar: string
  readonly contactUser: string
}

/**
 * Reads a registration as chan_sip has it: `user:secret@host:port/contact`, of which the port and the contact may be left out.
 * An empty text is none.
 */
export const registerString: Reader<RegisterString | null> = described(
  {
    type: 'string',
    description: 'user:secret@host:port/contact, of which the port and the contact may be left out; empty for none',
  },
  (value) => {
    if (typeof value !== 'string') throw new InvalidValue('must be a string')
    const text = value.trim()
    if (text === '') return null
    // The last @ ends the secret, which may have others.
    const [, username, password, host, contact = ''] = /^([^:]+):(.+)@([^@/]+)(?:\/(.*))?$/.exec(text) ?? []
    if (username === undefined || password === undefined || host === undefined) {
      throw new InvalidValue('must be user:secret@host or user:secret@host:port/contact')
    }
    return {
      username: trunkUser(username),
      password: trunkPassword(password),
      registrar: hostAndPort(host),
      contactUser: contact === '' ? '' : trunkUser(contact),
    }
  },
)

/** The registration of a trunk as one text, with what shall stand for its password; empty where it does not register. */
export function showRegisterString(trunk: Trunk, password: string): string {
  const { registers, username, registrar, contactUser } = trunk
  if (!registers || username === null) return ''
  const contact = contactUser === '' ? '' : `/${contactUser}`
  return `${username}:${password}@${registrar.replace(/:5060$/, '')}${contact}`
}
