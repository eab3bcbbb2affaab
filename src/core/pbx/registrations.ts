import type { Extension } from '../extension/extension.ts'

/**
 * How far the PBX follows the book for one extension: `live` when no registration is left that no longer holds,
 * `pending` when one has yet to go, `off` when no PBX serves the account.
 */
export type Settling = 'live' | 'pending' | 'off'

/** Tells how far the PBX is behind the book. */
export interface Registrations {
  /** Waits a moment, and no longer, for `live`; returns what holds then. */
  settled(extension: Pick<Extension, 'accountId' | 'id' | 'number'>): Promise<Settling>
}

/** The registrations of a book that no PBX reads. */
export const noRegistrations: Registrations = { settled: async () => 'off' }
