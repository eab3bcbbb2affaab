import { Refusal } from '../errors.ts'
import type { Transaction } from '../ports.ts'

/** @throws Refusal `invalid_value` of `filename` when the account has no such file. */
export async function mustHaveFile(tx: Transaction, accountId: number, filename: string): Promise<void> {
  if (!(await tx.sounds.hasFile(accountId, filename))) {
    throw new Refusal('invalid_value', 'there is no uploaded file of that name', 'filename')
  }
}
