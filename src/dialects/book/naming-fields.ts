import { Refusal } from '../../core/errors.ts'

/**
 * Waits for work of the core. The field of its refusal gets the name that the body has for it: with `{ sound: 'announcement' }` a
 * refusal of `sound` is one of `announcement`.
 */
export async function namingFields<T>(work: Promise<T>, names: Readonly<Record<string, string>>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const name = error instanceof Refusal && error.field !== undefined ? names[error.field] : undefined
    if (!(error instanceof Refusal) || name === undefined) throw error
    throw new Refusal(error.code, error.message, name)
  }
}
