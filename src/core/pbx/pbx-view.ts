import type { Trunk } from '../trunk/trunk.ts'

/** An object of the PBX. An extension is three of them: an endpoint, an auth and an aor. */
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
  /** The trunks, and where they lead to. */
  readonly trunks: readonly Pick<Trunk, 'name' | 'host' | 'port' | 'transport'>[]
  /** The realm that the digests of the secrets are made for. */
  readonly realm: string
}

/**
 * A difference between the PBX and the book. `wanted` is undefined for a thing that should not be there, `held` for a
 * missing one.
 */
export interface Difference {
  readonly kind: PbxObject['kind'] | 'registration' | 'realm' | 'trunk'
  readonly id: string
  readonly attribute: string | undefined
  readonly wanted: string | undefined
  readonly held: string | undefined
}
