import type { ServerCaller } from '../caller.ts'
import type { Core } from '../core.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Damage } from './damage.ts'
import type { ReadingRules, TouchedGroup } from './damage-port.ts'

/** A damage with the groups that it touches. */
export interface FoundDamage extends Damage {
  readonly groups: readonly TouchedGroup[]
}

/** How to verify the book. */
export interface VerifyOptions extends ReadingRules {
  /** Told of each damage when it is found. */
  readonly onDamage: (damage: FoundDamage) => void
}

/** What was read, and how many places of it are damaged. */
export interface VerifyReport {
  readonly rows: number
  readonly bytes: number
  readonly damaged: number
}

/** Reads the whole book, and tells of every place that is not as it was written. Takes little memory, and goes on beside writers. */
export async function verifyBook(
  core: Core,
  caller: ServerCaller,
  { onDamage, onStep, ...rules }: VerifyOptions,
): Promise<VerifyReport> {
  mustBeAllowed(caller, 'damage.find')
  const { damages } = core.store
  const report = { rows: 0, bytes: 0, damaged: 0 }
  const found = damages.find({
    ...rules,
    async onStep(soFar) {
      report.rows = soFar.rows
      report.bytes = soFar.bytes
      await onStep(soFar)
    },
  })
  for await (const damage of found) {
    report.damaged++
    onDamage({ ...damage, groups: await damages.groupsAt(damage) })
  }
  return report
}
