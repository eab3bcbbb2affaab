import type { Value } from '../engine/value.ts'

/** A chunk or a leaf as a row of its table. Making it is most of the work, which need not be in a transaction that others wait for. */
export interface MadeRow {
  readonly id: string
  readonly bytes: Uint8Array
  readonly values: readonly Value[]
}
