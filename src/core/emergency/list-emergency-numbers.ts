import { Refusal } from '../errors.ts'
import type { Transaction } from '../ports.ts'
import { emergencyNumbersOf } from './emergency-numbers.ts'

/** Writes the numbers that go out of an account, whose row is locked: those of its country, with what it has put in or out. */
export async function listEmergencyNumbers(tx: Transaction, accountId: number, country: string | null): Promise<void> {
  const numbers = new Set(emergencyNumbersOf(country))
  for (const { number, isEmergency } of await tx.emergencyNumbers.all(accountId)) {
    if (isEmergency) numbers.add(number)
    else numbers.delete(number)
  }
  await tx.emergencyNumbers.list(accountId, [...numbers].sort())
}

/**
 * Refuses an emergency number as the number of an extension: nobody would reach the extension by it.
 *
 * @throws Refusal `invalid_value` of `number`.
 */
export async function refuseEmergencyNumber(tx: Transaction, accountId: number, number: string): Promise<void> {
  if (!(await tx.emergencyNumbers.listed(accountId)).includes(number)) return
  throw new Refusal(
    'invalid_value',
    `${number} is an emergency number, which always goes out: \`dialbook emergency remove ${number}\` makes it an ordinary one`,
    'number',
  )
}
