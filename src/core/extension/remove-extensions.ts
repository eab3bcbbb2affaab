import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { planAndWrite } from '../sheet/sheet-import.ts'
import type { Extension } from './extension.ts'
import { writeExtensions } from './write-extensions.ts'

/** Numbers that a subject or a refusal names. */
const namedAtMost = 20

/**
 * Removes the extensions with these numbers as one change, and returns them as they were.
 *
 * @throws Refusal `not_found` when a number is no extension's: then none is removed.
 */
export async function removeExtensions(core: Core, caller: Caller, numbers: readonly string[]): Promise<Extension[]> {
  mustBeAllowed(caller, 'extension.remove')
  const wanted = new Set(numbers)
  const plan = async () => {
    const now = await core.store.extensions.find(caller.accountId, {})
    const found = now.filter(({ number }) => wanted.has(number))
    const absent = [...wanted].filter((number) => !found.some((extension) => extension.number === number))
    if (absent.length > 0) {
      throw new Refusal('not_found', `there is no extension ${listed(absent)}: none was removed`)
    }
    return found
  }
  return planAndWrite(plan, (found) => {
    const steps = found.map((before) => ({ before, after: undefined }))
    return writeExtensions(core, caller, listed(found.map(({ number }) => number)), steps)
  })
}

function listed(numbers: readonly string[]): string {
  const more = numbers.length > namedAtMost ? ` and ${numbers.length - namedAtMost} more` : ''
  return `${numbers.slice(0, namedAtMost).join(', ')}${more}`
}
