import { Refusal } from '../errors.ts'

/** The refusal of a number that another extension of the account has. */
export function numberTaken(number: string): Refusal {
  return new Refusal('number_taken', `another extension has the number ${number}`, 'number')
}
