import { hash } from 'node:crypto'

const lanes = 8

/** The content of a table in short: tables with equal sums have equal rows. */
export interface TableSum {
  readonly name: string
  readonly rows: number
  readonly checksum: string
}

/**
 * Adds rows up, in whatever order they come, because the primary key that orders a table may differ between engines.
 * The checksum is the sum of the rows' SHA-256: each digest is taken as 8 numbers of 32 bits, which are added without a
 * carry from one to the next.
 */
export class Summing {
  readonly #lanes = new Uint32Array(lanes)
  #rows = 0

  add(rows: readonly Uint8Array[]): void {
    for (const row of rows) {
      const digest = hash('sha256', row, 'buffer')
      for (let lane = 0; lane < lanes; lane++) {
        this.#lanes[lane] = (this.#lanes[lane] as number) + digest.readUInt32BE(lane * 4)
      }
    }
    this.#rows += rows.length
  }

  of(name: string): TableSum {
    const checksum = [...this.#lanes].map((lane) => lane.toString(16).padStart(8, '0')).join('')
    return { name, rows: this.#rows, checksum }
  }
}
