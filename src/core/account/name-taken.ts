import { Refusal } from '../errors.ts'

/** The refusal of a name that another account has, whatever its case. */
export function nameTaken(name: string): Refusal {
  return new Refusal('name_taken', `there is an account named '${name}' already`, 'name')
}
