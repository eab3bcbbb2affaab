import type { Trunk } from '../trunk/trunk.ts'

/** One of the things that make an extension on the PBX. */
export interface PbxObject {
  readonly kind: 'endpoint' | 'auth' | 'aor'
  /** The extension's number. */
  readonly id: string
  readonly attributes: Readonly<Record<string, string>>
}

/** Reads the book as the PBX is meant to see it. */
export interface PbxViewReader {
  /** Every object of the account that the PBX serves. */
  objects(): Promise<PbxObject[]>
}

/** All that the PBX should have of the book. */
export interface PbxView {
  readonly objects: readonly PbxObject[]
  /** Where its trunks lead to. */
  readonly trunks: readonly Pick<Trunk, 'name' | 'host' | 'port'>[]
  /** What its secrets are kept for. */
  readonly realm: string
}

/** Where the PBX is not as the book. `wanted` is undefined for what should not be there, `held` for what is missing. */
export interface Difference {
  readonly kind: PbxObject['kind'] | 'registration' | 'realm' | 'trunk'
  readonly id: string
  readonly attribute: string | undefined
  readonly wanted: string | undefined
  readonly held: string | undefined
}
