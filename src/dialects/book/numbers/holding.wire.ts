import type { HoldingGroup } from '../../../core/group/group-port.ts'
import type { IncomingRule } from '../../../core/incoming-rule/incoming-rule.ts'
import { arrayOf, exactly, integer, type Shown, string } from '../../schemas.ts'

const holding = { id: integer, hexId: string, name: string, count: integer, spellings: arrayOf(string) }

/** The schema of a group that holds a number, with the spellings in which it does. */
export const holdingSchema = exactly(holding)

/** A group that holds a number, as this API shows it. */
export function holdingWire({ id, hexId, name, count, spellings }: HoldingGroup): object {
  return { id, hexId, name, count, spellings } satisfies Shown<typeof holding>
}

const rule = { id: integer, verdict: { enum: ['block', 'allow'] }, number: string }

/** The schema of a rule for calls that come in. */
export const ruleSchema = exactly(rule)

/** A rule for calls that come in, as this API shows it. */
export function ruleWire({ id, verdict, number }: IncomingRule): object {
  return { id, verdict, number } satisfies Shown<typeof rule>
}
