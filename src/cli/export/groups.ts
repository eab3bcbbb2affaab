import type { Command } from 'commander'
import { Refusal } from '../../core/errors.ts'
import { atOneMoment } from '../../core/export/at-one-moment.ts'
import { everyGroup } from '../../core/export/every-group.ts'
import { sheetOfGroup } from '../../core/export/group-sheet.ts'
import { findNamedGroup } from '../../core/group/find-named-group.ts'
import { chooseCaller } from '../choose-account.ts'
import { actOnBook, type Outcome, warn } from '../command.ts'
import type { Edge } from '../edge.ts'
import { harmless } from '../table.ts'
import { cardsWarning } from './cards-warning.ts'
import { type ExportedAccount, exportFolder } from './export-folder.ts'
import { addExport, type ExportOptions, refuseOutput } from './export-options.ts'
import { placeSheet } from './place-sheet.ts'
import { refuseTaken } from './whole-file.ts'
import { untilStopped } from './write-sheet.ts'

interface GroupsOptions extends ExportOptions {
  readonly group?: readonly string[]
}

const place = 'The file of one group, or the folder of several (default: the standard output, for one group).'

/** `dialbook export groups` */
export function addExportGroups(parent: Command, edge: Edge): void {
  addExport(
    parent,
    'groups',
    'Writes the numbers of groups: of one into a file, else of each into a file of a folder.',
    place,
  )
    .option('--group <group...>', 'Only this group, by its id, its hex id or its whole name. May be repeated.')
    .action((options: GroupsOptions) =>
      actOnBook(edge, options, async (book) => {
        if (options.format === 'vcf') warn(edge, [cardsWarning])
        const { account, caller } = await chooseCaller(book, options.account)
        const [only, ...others] = options.group ?? []
        const from = { core: book.core, caller, account }
        if (only !== undefined && others.length === 0) return exportOne(edge, from, only, options)
        return atOneMoment(book.core, (core) => exportSeveral(edge, { ...from, core }, options))
      }),
    )
}

/** Writes one group. Its list never changes, so that it is of one moment, however slowly somebody reads it. */
async function exportOne(
  edge: Edge,
  { core, caller }: ExportedAccount,
  named: string,
  options: GroupsOptions,
): Promise<Outcome | undefined> {
  const { out, format, force = false } = options
  refuseOutput(edge, options)
  if (out !== undefined) refuseTaken(out, force)
  const group = await findNamedGroup(core, caller, named)
  const sheet = sheetOfGroup(core, caller, group, format)
  const placed = await placeSheet(edge, core, sheet, options)
  return (
    placed && {
      text: `${placed.records} numbers of group ${group.id} '${harmless(group.name)}' are in ${placed.out}`,
      json: { group: { id: group.id, hexId: group.hexId, name: group.name }, records: placed.records, out: placed.out },
    }
  )
}

async function exportSeveral(edge: Edge, from: ExportedAccount, options: GroupsOptions): Promise<Outcome> {
  const { out, format, force = false } = options
  if (out === undefined) throw new Refusal('missing_value', 'several groups need a folder: name one by --out', 'out')
  const { core, caller } = from
  const named = options.group && (await Promise.all(options.group.map((each) => findNamedGroup(core, caller, each))))
  const groups = named ? new Map(named.map((group) => [group.id, group])).values() : everyGroup(core, caller)
  const folder = { out, format, force, secrets: false, stopping: untilStopped(edge) }
  const totals = await exportFolder(from, groups, [], folder)
  return {
    text: `${totals.records} numbers of ${totals.files} groups are in ${out}`,
    json: { groups: totals.files, records: totals.records, out },
  }
}
