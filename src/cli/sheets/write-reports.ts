import type { Core } from '../../core/core.ts'
import { Refusal } from '../../core/errors.ts'
import type { ImportOutcome } from '../../core/sheet/sheet-import.ts'
import type { ImportCommandOptions } from './import-options.ts'
import { makePrivateFile } from './private-file.ts'

/** Writes the report and the lines to mend into the files that were named. They may hold names and numbers of people. */
export async function writeReports(
  core: Core,
  outcome: ImportOutcome,
  { report, fixMe }: Pick<ImportCommandOptions, 'report' | 'fixMe'>,
): Promise<void> {
  if (report !== undefined) {
    const file = await makePrivateFile(report, '--report', true)
    await file.write(`${JSON.stringify(outcome, null, 2)}\n`)
    await file.close()
  }
  if (fixMe !== undefined && outcome.rejects.length > 0) await writeFixMe(core, outcome, fixMe)
}

async function writeFixMe(core: Core, { sources, rejects }: ImportOutcome, path: string): Promise<void> {
  const used = sources.filter(({ filename }) => rejects.some(({ file }) => file === filename))
  const titles = used[0]?.titles ?? []
  if (used.some((source) => String(source.titles) !== String(titles))) {
    throw new Refusal('invalid_value', 'the files have different titles: import them one by one for a --fix-me each')
  }
  const width = Math.max(titles.length, ...rejects.map(({ cells }) => cells.length))
  const padded = (cells: readonly string[]) => [...cells, ...Array<string>(width - cells.length).fill('')]
  const rows = rejects.map(({ cells, column, reason, line }) => [...padded(cells), `${column} ${reason}`, String(line)])
  const sheet = { titles: [...padded(titles), 'reason', 'line'], rows: batchOf(rows) }
  const file = await makePrivateFile(path, '--fix-me', true)
  for await (const bytes of core.files.write(/\.xlsx$/i.test(path) ? 'xlsx' : 'csv', sheet)) await file.write(bytes)
  await file.close()
}

async function* batchOf<T>(rows: readonly T[]): AsyncGenerator<readonly T[]> {
  yield rows
}
