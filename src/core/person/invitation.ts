import type { Core } from '../core.ts'

/** Milliseconds for which an invitation waits. */
export const invitationLasts = 7 * 24 * 60 * 60 * 1000

/** A key that only the invited person gets, with what the book keeps of it. */
export function makeInvitation({ ids, passwords, clock }: Pick<Core, 'ids' | 'passwords' | 'clock'>): {
  readonly key: string
  readonly invitationHash: string
  readonly invitedUntil: number
} {
  const key = ids.secret(32)
  return { key, invitationHash: passwords.hashToken(key), invitedUntil: clock.now() + invitationLasts }
}

const firstMark = 'first-'

/**
 * The key of the invitation of the first owner. The book keeps nothing of it: it is sealed by the key file, and holds while the book
 * has no people.
 */
export function firstInvitation({ vault, clock }: Pick<Core, 'vault' | 'clock'>): string {
  const sealed = vault.seal(`owner ${clock.now() + invitationLasts}`)
  return firstMark + sealed.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Whether a key is that of an invitation of the first owner, and still waits. */
export function isFirstInvitation({ vault, clock }: Pick<Core, 'vault' | 'clock'>, key: string): boolean {
  if (!key.startsWith(firstMark)) return false
  try {
    const opened = vault.open(key.slice(firstMark.length).replaceAll('-', '+').replaceAll('_', '/'))
    return Number(/^owner (\d+)$/.exec(opened)?.[1] ?? 0) > clock.now()
  } catch {
    return false
  }
}
