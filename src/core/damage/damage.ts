import { Refusal } from '../errors.ts'

/** A place of the book that is not as it was written. */
export interface Damage {
  /** `null` for a row of no account, and where the account cannot be read either. */
  readonly accountId: number | null
  readonly table: string
  /** The key of the row within its table and account: the id of a chunk, the number of a change. `null` for all rows. */
  readonly row: string | null
  readonly problem: string
}

/** The refusal to show what is damaged. The book never shows another value in its place. */
export class Damaged extends Refusal {
  readonly damage: Damage

  constructor(damage: Damage, options?: ErrorOptions) {
    super(
      'damaged',
      `the book is damaged: ${describeDamage(damage)}; \`dialbook verify\` names all damage, and a backup brings it back`,
      undefined,
      options,
    )
    this.name = 'Damaged'
    this.damage = damage
  }
}

/** A damage in words: `chunks 6592… of account 3 has another checksum than it was written with`. */
export function describeDamage({ accountId, table, row, problem }: Damage): string {
  return `${table}${row === null ? '' : ` ${row}`}${accountId === null ? '' : ` of account ${accountId}`} ${problem}`
}
