import type { Command } from 'commander'
import { describeDamage } from '../core/damage/damage.ts'
import { type RepairReport, repairBook } from '../core/damage/repair-book.ts'
import { type RepairedGroup, repairGroup } from '../core/damage/repair-group.ts'
import { Refusal } from '../core/errors.ts'
import { quote } from './changes/describe-change.ts'
import { accountOption, chooseCaller } from './choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, type OwnedBook, positiveInteger } from './command.ts'
import type { Edge } from './edge.ts'
import { harmless } from './table.ts'
import { readAtOnce } from './verify.ts'

interface RepairOptions extends CommonOptions {
  readonly from: string
  readonly group?: number
  readonly account?: string
  readonly all?: boolean
}

/** `dialbook repair --from FILE (--group ID | --all)` */
export function addRepair(program: Command, edge: Edge): void {
  addCommand(
    program,
    'repair',
    'Makes the lists of damaged groups whole again from a backup of the same book. Each repair is a change that can be undone.',
  )
    .requiredOption('--from <file>', 'The backup. Parts that it lacks make it bring back the older list.')
    .option('--group <id>', 'The id of the group.', positiveInteger)
    .option(...accountOption)
    .option('--all', 'Look for damage in the whole book, and repair every group that has some.')
    .action(async (options: RepairOptions) => {
      if ((options.group === undefined) === (options.all !== true)) {
        throw new Refusal('missing_value', 'say which group to repair, with --group ID, or --all', 'group')
      }
      let left = 0
      await actOnBook(edge, options, async (book) => {
        const report = await repair(book, options)
        left = Math.max(report.left.length, report.failed.length)
        return { text: describe(report), json: { ...report, repaired: report.repaired.map(summary) } }
      })
      if (left > 0) throw new Refusal('damaged', `places that stay damaged: ${left}`)
    })
}

async function repair(book: OwnedBook, { from, group, account }: RepairOptions): Promise<RepairReport> {
  const { core, owner } = book
  if (group === undefined) return repairBook(core, owner, from, { atOnce: readAtOnce, onStep: async () => undefined })
  const { caller } = await chooseCaller(book, account)
  return { repaired: [await repairGroup(core, caller, group, from)], failed: [], left: [] }
}

function describe({ repaired, failed, left }: RepairReport): string {
  const lines = [
    ...repaired.map(({ group, isLatest }) => {
      const state = isLatest ? 'as it was last written' : 'as the backup has it, which is older'
      return `group ${group.id} ${quote(group.name)} is whole: its ${group.count} numbers are ${state}`
    }),
    ...failed.map(({ id, accountId, reason }) => `group ${id} of account ${accountId} stays damaged: ${reason}`),
    ...left.map((damage) => `stays damaged: ${describeDamage(damage)}`),
  ]
  return lines.length === 0 ? 'nothing is damaged' : lines.map(harmless).join('\n')
}

function summary({ group: { accountId, id, name, count }, isLatest }: RepairedGroup): object {
  return { accountId, id, name, count, isLatest }
}
