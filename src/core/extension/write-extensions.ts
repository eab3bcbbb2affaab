import { authorOf } from '../author.ts'
import type { Caller } from '../caller.ts'
import { type BatchStep, batchChange } from '../change/batch-change.ts'
import { agrees, difference } from '../change/difference.ts'
import type { Core } from '../core.ts'
import { refuseEmergencyNumbers } from '../emergency/list-emergency-numbers.ts'
import { Refusal } from '../errors.ts'
import type { Transaction } from '../ports.ts'
import type { Extension } from './extension.ts'
import { type ExtensionStep, followExtensions } from './follow-extensions.ts'

/**
 * Writes many extensions as one change: those without `before` are new and get their ids here, those without `after` go.
 * No extension may change its number. It is a part of use cases, and none by itself.
 *
 * @throws Refusal `conflict` when an extension is not as its `before` any more, `number_taken` when a new number is.
 */
export function writeExtensions(
  core: Core,
  caller: Caller,
  subject: string,
  steps: readonly ExtensionStep[],
): Promise<void> {
  const { accountId } = caller
  // Whatever can be said ahead of the transaction keeps nobody waiting.
  const described = steps.map((step) => step.before && describeStep(step))
  return core.store.write(authorOf(caller), async (tx) => {
    const known = steps.flatMap(({ before }) => before ?? [])
    const locked = await tx.extensions.lockMany(
      accountId,
      known.map(({ id }) => id),
    )
    const byId = new Map(locked.map((extension) => [extension.id, extension]))
    for (const before of known) {
      const found = byId.get(before.id)
      if (!found || !agrees({ ...found }, { ...before })) {
        throw new Refusal('conflict', `the extension ${before.number} has changed meanwhile: nothing was written`)
      }
    }
    const numbered = await giveIds(tx, accountId, steps)
    await applySteps(tx, accountId, numbered)
    const all = numbered.map((step, at) => described[at] ?? describeStep(step))
    return { answer: undefined, change: batchChange('extensions', subject, all) }
  })
}

async function giveIds(tx: Transaction, accountId: number, steps: readonly ExtensionStep[]): Promise<ExtensionStep[]> {
  const added = steps.filter(({ before }) => !before).length
  let id = added === 0 ? 0 : await tx.allocate(accountId, 'extension', added)
  return steps.map(({ before, after }) => ({ before, after: before || !after ? after : { ...after, id: id++ } }))
}

/**
 * Takes extensions out, changes them and puts them in, with all that follows from it. The extensions are locked.
 *
 * @throws Refusal `number_taken`; `invalid_value` of `number` for a new one that is an emergency number.
 */
export async function applySteps(tx: Transaction, accountId: number, steps: readonly ExtensionStep[]): Promise<void> {
  const numbers = steps.flatMap(({ before, after }) => (after && after.number !== before?.number ? after.number : []))
  await refuseEmergencyNumbers(tx, accountId, numbers)
  await followExtensions(tx, accountId, steps)
  const pick = (choose: (step: ExtensionStep) => Extension | false | undefined) =>
    steps.flatMap((step) => choose(step) || [])
  await tx.extensions.removeMany(pick(({ before, after }) => !after && before))
  await tx.extensions.updateMany(steps.flatMap(({ before, after }) => (before && after ? [{ before, after }] : [])))
  const added = pick(({ before, after }) => !before && after)
  if (!(await tx.extensions.insertMany(added))) {
    throw new Refusal('number_taken', 'another extension has one of the numbers by now: nothing was written', 'number')
  }
}

/** A step as its change keeps it. */
export function describeStep({ before, after }: ExtensionStep): BatchStep {
  if (!after) return { before: before ? { ...before } : null, after: null }
  if (!before) return { before: null, after: marksOf(after) }
  return difference({ ...before }, { ...after })
}

function marksOf({ id, number, updatedAt }: Extension): BatchStep['after'] {
  return { id, number, updatedAt }
}
