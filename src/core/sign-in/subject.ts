import type { Passwords } from '../environment.ts'

/**
 * The subject as which bad sign-ins from an address are counted. It is the address itself, and for IPv6 its network of
 * 64 bits, all of which one client has: `2001:db8::1:2:3:4` → `2001:db8:0:0::/64`.
 */
export function addressSubject(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  const groups = [...left, ...zeros, ...right].slice(0, 4)
  return `${groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`
}

/**
 * The subject as which bad sign-ins of a name are counted: `user:acme`. A name that is long, or has other characters
 * than those of ASCII, is known by its hash: it may be anything that a stranger made up.
 */
export function nameSubject(passwords: Passwords, kind: NameKind, name: string): string {
  return `${kind}:${/^[\x21-\x7e]{1,64}$/.test(name) ? name : `#${passwords.hashToken(name).slice(0, 16)}`}`
}

/** The kinds of names in subjects: user names, ids of clients, numbers of keys. No address begins with one of them. */
export const nameKinds = ['user', 'client', 'key'] as const

/** A kind of names. */
export type NameKind = (typeof nameKinds)[number]
