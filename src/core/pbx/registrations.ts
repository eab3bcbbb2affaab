import type { Extension } from '../extension/extension.ts'

/**
 * Whether the PBX holds what the book says of an extension: `live` when no registration that no longer holds is left,
 * `pending` when one has yet to go, `off` when no PBX serves the account.
 */
export type Settling = 'live' | 'pending' | 'off'

/** Tells how far the PBX is behind the book. */
export interface Registrations {
  /** Waits a moment, and no longer, for `live`. */
  settled(extension: Pick<Extension, 'accountId' | 'id' | 'number'>): Promise<Settling>
}

/** For a book that no PBX reads. */
export const noRegistrations: Registrations = { settled: async () => 'off' }
