import type { BatchStep } from '../change/batch-change.ts'
import type { ChangeNoun, Snapshot } from '../change/change.ts'
import { applySteps as applyContacts, type ContactState, lockAllWithGroups } from '../contact/contact-steps.ts'
import { describeStep as describeContact } from '../contact/write-contacts.ts'
import type { Extension } from '../extension/extension.ts'
import { applySteps as applyExtensions, describeStep as describeExtension } from '../extension/write-extensions.ts'
import type { Transaction } from '../ports.ts'

/** A thing of a batch as it is now, and as it is to be; null where it is not there. */
export interface Turn {
  readonly current: Snapshot | null
  readonly wanted: Snapshot | null
}

/** The things of a batch, locked. */
export interface OpenedBatch {
  readonly found: ReadonlyMap<number, Snapshot>
  /** Puts the things back, and returns what it did as a change keeps it. */
  put(turns: readonly Turn[]): Promise<readonly BatchStep[]>
}

/** How things of one noun are taken out and put back, many at once. */
type OpenBatch = (tx: Transaction, accountId: number, steps: readonly BatchStep[]) => Promise<OpenedBatch>

const extensions: OpenBatch = async (tx, accountId, steps) => {
  const locked = await tx.extensions.lockMany(accountId, idsOf(steps))
  return {
    found: new Map(locked.map((extension) => [extension.id, { ...extension }])),
    async put(turns) {
      const back = turns.map(({ current, wanted }) => ({
        before: (current ?? undefined) as unknown as Extension | undefined,
        after: (wanted ?? undefined) as unknown as Extension | undefined,
      }))
      await applyExtensions(tx, accountId, back)
      return back.map(describeExtension)
    },
  }
}

const contacts: OpenBatch = async (tx, accountId, steps) => {
  const wantedGroups = steps.flatMap(({ before }) => (before?.groupIds ?? []) as readonly number[])
  const { groups, states } = await lockAllWithGroups(tx, accountId, idsOf(steps), wantedGroups)
  return {
    found: new Map([...states].map(([id, state]) => [id, { ...state }])),
    async put(turns) {
      const back = turns.map(({ current, wanted }) => ({
        before: (current ?? undefined) as unknown as ContactState | undefined,
        after: wanted ? withGroupsThatAreThere(wanted as unknown as ContactState, groups) : undefined,
      }))
      await applyContacts(tx, groups, back)
      return back.map(describeContact)
    },
  }
}

function withGroupsThatAreThere(state: ContactState, groups: ReadonlyMap<number, unknown>): ContactState {
  return { ...state, groupIds: state.groupIds.filter((id) => groups.has(id)) }
}

function idsOf(steps: readonly BatchStep[]): number[] {
  return steps.map(({ before, after }) => (after ?? before)?.id as number)
}

/** The nouns of batches whose changes can be undone. */
export const batchShelves: Partial<Record<ChangeNoun, OpenBatch>> = { extensions, contacts }
