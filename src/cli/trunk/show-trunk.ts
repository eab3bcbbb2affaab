import type { Trunk } from '../../core/trunk/trunk.ts'

/** A trunk without its password. */
export interface ShownTrunk extends Omit<Trunk, 'accountId' | 'sealedPassword'> {
  readonly hasPassword: boolean
}

/** A trunk as people may see it: without its password. */
export function showTrunk({ accountId: _, sealedPassword, ...trunk }: Trunk): ShownTrunk {
  return { ...trunk, hasPassword: sealedPassword !== null }
}
