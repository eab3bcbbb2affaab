import { Refusal } from './errors.ts'

/** What a use case finds; undefined where there is no such thing. */
export async function orNothing<Thing>(found: Promise<Thing>): Promise<Thing | undefined> {
  try {
    return await found
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_found') return undefined
    throw error
  }
}
