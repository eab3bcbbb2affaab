import type { Trunk } from '../../core/trunk/trunk.ts'
import type { TrunkSeen } from '../../core/trunk/trunk-port.ts'

/** A trunk without its password, and what was seen of it. */
export interface ShownTrunk extends Omit<Trunk, 'accountId' | 'sealedPassword'> {
  readonly hasPassword: boolean
  /** `unknown` while no server with a PBX has looked. */
  readonly state: TrunkSeen['state'] | 'unknown'
  readonly registration: string
  /** The hosts that did not answer. */
  readonly silent: readonly string[]
}

/** A trunk as people may see it: without its password. */
export function showTrunk({ accountId: _, sealedPassword, ...trunk }: Trunk, seen?: TrunkSeen): ShownTrunk {
  return {
    ...trunk,
    hasPassword: sealedPassword !== null,
    state: seen?.state ?? 'unknown',
    registration: seen?.registration ?? '',
    silent: seen?.silent ?? [],
  }
}
