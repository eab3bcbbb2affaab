import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { planAndWrite } from '../sheet/sheet-import.ts'
import { makeExtension } from './create-extension.ts'
import type { Extension } from './extension.ts'
import { type MadeSecret, madeSecretLength } from './plan-extensions.ts'
import { readSetting } from './read-setting.ts'
import type { ExtensionUpdate } from './update-extension.ts'
import { writeExtensions } from './write-extensions.ts'

/** Extensions to be made by a pattern. */
export interface NewExtensions {
  readonly numbers: readonly string[]
  /** The name of each, in which `{number}` stands for its number. */
  readonly name: string
  /** Settings that all of them have. */
  readonly settings: Omit<ExtensionUpdate, 'number' | 'name' | 'secret'>
  /** Whether numbers that are taken are left out; else they refuse all. */
  readonly skipTaken: boolean
}

/** Extensions that were made by a pattern. */
export interface AddedExtensions {
  readonly made: readonly MadeSecret[]
  /** The numbers that another extension had already. */
  readonly taken: readonly string[]
}

/** The taken numbers that a refusal names. */
const namedAtMost = 20

/**
 * Makes extensions with secrets that are made up, as one change.
 *
 * @throws Refusal `invalid_value` of `number`, which names those that are taken; of `name`.
 */
export async function addExtensions(core: Core, caller: Caller, wanted: NewExtensions): Promise<AddedExtensions> {
  mustBeAllowed(caller, 'extension.add')
  const plan = async () => {
    const now = await core.store.extensions.find(caller.accountId, {})
    const had = new Set(now.map(({ number }) => number))
    const taken = wanted.numbers.filter((number) => had.has(number))
    if (taken.length > 0 && !wanted.skipTaken) throw allTaken(taken)
    const made = wanted.numbers.flatMap((number) =>
      had.has(number) ? [] : make(core, caller.accountId, wanted, number),
    )
    return { made, taken }
  }
  const subject =
    wanted.numbers.length === 1 ? `${wanted.numbers[0]}` : `${wanted.numbers[0]}..${wanted.numbers.at(-1)}`
  const { made, taken } = await planAndWrite(plan, async (planned) => {
    const steps = planned.made.map(({ extension }) => ({ before: undefined, after: extension }))
    if (steps.length > 0) await writeExtensions(core, caller, subject, steps)
  })
  return { made: made.map(({ extension: { number }, secret }) => ({ number, secret })), taken }
}

function make(core: Core, accountId: number, { name, settings }: NewExtensions, number: string): Made {
  const secret = core.ids.secret(madeSecretLength)
  const named = readSetting('name', name.replaceAll('{number}', number)).name ?? number
  return { secret, extension: makeExtension(core, accountId, { ...settings, number, secret, name: named }) }
}

interface Made {
  readonly extension: Extension
  readonly secret: string
}

function allTaken(taken: readonly string[]): Refusal {
  const more = taken.length > namedAtMost ? ` and ${taken.length - namedAtMost} more` : ''
  const named = taken.slice(0, namedAtMost).join(', ')
  return new Refusal(
    'invalid_value',
    `${taken.length} of the numbers are taken: ${named}${more}; --skip-taken leaves them as they are`,
    'number',
  )
}
