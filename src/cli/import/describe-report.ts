import type { NumbersReport } from '../../core/import/import-numbers.ts'
import type { FileReject, ImportedFile, ImportReport } from '../../core/import/import-report.ts'
import { quote } from '../changes/describe-change.ts'

/** Rejects that are named. `--report` has all of them. */
const namedAtMost = 10

/** What became of an import, for people. */
export function describeReport(report: NumbersReport, groupName: string): string {
  const { group, removed, mode, dryRun } = report
  const where = group ? `group ${group.id} ${quote(group.name)}` : `a new group ${quote(groupName)}`
  const gone =
    mode === 'add' ? '' : `; ${removed} ${removed === 1 ? 'number' : 'numbers'} ${dryRun ? 'would go' : 'went'}`
  return describeLines(
    `${dryRun ? 'would import' : 'imported'} into ${where}: ${describeCounts(report)}${gone}`,
    report,
  )
}

/** A first line, and what an import tells of its files and their rejects. */
export function describeLines(first: string, { files, rejects, rejected }: ImportReport): string {
  return [first, ...files.map(describeFile), ...describeRejects(rejects, rejected)].join('\n')
}

/** The lines of an import, and what became of them: `3 lines = 2 added + …`. */
export function describeCounts({ lines, added, updated, unchanged, repeated, rejected }: ImportReport): string {
  const parts = `${added} added + ${updated} updated + ${unchanged} unchanged + ${repeated} repeated + ${rejected} rejected`
  return `${lines} ${lines === 1 ? 'line' : 'lines'} = ${parts}`
}

/** The columns of a file: `"june.csv": the numbers are in "Mobile"; a is "Name"; not taken: "Fax"`. */
function describeFile({ name, number, columns, left }: ImportedFile): string {
  const fields = Object.entries(columns).map(([field, column]) => `; ${field} is ${quote(column)}`)
  const others = left.length > 0 ? `; not taken: ${left.map(quote).join(', ')}` : ''
  return `${quote(name)}: the numbers are in ${quote(number)}${fields.join('')}${others}`
}

/** The first rejects, a line each. */
function describeRejects(rejects: readonly FileReject[], count: number): string[] {
  const named = rejects.slice(0, namedAtMost)
  const lines = named.map(
    ({ file, line, column, value, reason }) =>
      `${quote(file)} line ${line}, ${quote(column)}: ${quote(value)} ${reason}`,
  )
  return count > named.length ? [...lines, `and ${count - named.length} more: --report FILE writes all of them`] : lines
}
