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
  await refuseEmergencyNumbers(tx, accountId, [number])
}

/**
 * Refuses numbers as {@link refuseEmergencyNumber} does one.
 *
 * @throws Refusal `invalid_value` of `number`, for the first of them.
 */
export async function refuseEmergencyNumbers(
  tx: Transaction,
  accountId: number,
  numbers: readonly string[],
): Promise<void> {
  if (numbers.length === 0) return
  const listed = new Set(await tx.emergencyNumbers.listed(accountId))
  const refused = numbers.find((number) => listed.has(number))
  if (refused !== undefined) throw new Refusal('invalid_value', `${refused} ${emergencyReason(refused)}`, 'number')
}

/** The reason, behind the number, for which an emergency number is none of an extension. */
export function emergencyReason(number: string): string {
  return `is an emergency number, which always goes out: \`dialbook emergency remove ${number}\` makes it an ordinary one`
}
