import type { ChangeDraft, ChangeNoun, Snapshot } from './change.ts'

/**
 * What a change did to one of many things. `before` is null for a new thing, `after` for a removed one. Of a thing that
 * was updated both have the id and the fields that differ; of a new one `after` has only the fields that tell whether it
 * is still as it was made, since the book has the rest.
 */
export interface BatchStep {
  readonly before: Snapshot | null
  readonly after: Snapshot | null
}

/** The change of many things at once, as an import makes it: `subject` is the name by which people find it. */
export function batchChange(noun: ChangeNoun, subject: string, steps: readonly BatchStep[]): ChangeDraft {
  const added = steps.filter(({ before }) => before === null).length
  const removed = steps.filter(({ after }) => after === null).length
  const updated = steps.length - added - removed
  const only = added === steps.length ? 'add' : removed === steps.length ? 'remove' : 'update'
  const things = (side: keyof BatchStep) => steps.flatMap((step) => step[side] ?? [])
  return {
    ...{ noun, verb: only, subject },
    before: { things: things('before') },
    after: { added, updated, removed, things: things('after') },
  }
}

/** The steps of a change that {@link batchChange} has made. */
export function stepsOf({ before, after }: Pick<ChangeDraft, 'before' | 'after'>): BatchStep[] {
  const were = byId(before)
  const are = byId(after)
  const ids = new Set([...were.keys(), ...are.keys()])
  return [...ids].map((id) => ({ before: were.get(id) ?? null, after: are.get(id) ?? null }))
}

function byId(state: Snapshot | null): Map<number, Snapshot> {
  const things = (state?.things ?? []) as readonly Snapshot[]
  return new Map(things.map((thing) => [thing.id as number, thing]))
}
