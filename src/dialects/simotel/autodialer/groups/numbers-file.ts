import { Refusal } from '../../../../core/errors.ts'
import { noColumns } from '../../../../core/group/group.ts'
import type { Reject } from '../../../../core/import/import-report.ts'
import type { RecordFiles } from '../../../../core/import/record-file.ts'
import { type FileNumbers, readNumbers } from '../../../../core/preview/read-numbers.ts'
import { numbersRule } from '../../values.ts'
import { extensionOf } from './upload-name.ts'

const rule = numbersRule('file')

/** Codes that a PBX dials and that are no numbers, as `*43#`. The `numbers` of a group may have them too. */
class DialledCodes extends Set<string> {
  override has(text: string): boolean {
    return /[*#]/.test(text) && rule.allows(text, 0)
  }
}

/**
 * Reads the numbers of a csv or a vcf file, in their order (docs/wire/simotel.md §2). Its name must say that it is one
 * of them; which of them it is, its content says.
 *
 * @throws Refusal `invalid_value` of `file` for another file, for one that is malformed or has no number, and for the
 * first line that has none.
 */
export async function readNumbersFile(
  files: RecordFiles,
  filename: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<Pick<FileNumbers, 'entries' | 'titles'>> {
  if (!['csv', 'vcf'].includes(extensionOf(filename))) throw refused('the file must be a csv or a vcf')
  const file = await files.open(bytes, { filename })
  if (file.format === 'xlsx' || file.format === 'ods') {
    throw refused('the file is a workbook: save its sheet as a csv')
  }
  const wish = { filename, titles: noColumns, mode: 'add', oddPhones: new DialledCodes() } as const
  let first: Reject | undefined
  const { entries, titles } = await readNumbers(file, wish, (reject) => {
    first ??= reject
  }).catch((error: unknown) => {
    throw error instanceof Refusal && error.field === 'number' ? refused(unclear) : error
  })
  if (first) throw refused(`line ${first.line}: ${first.column} ${first.reason}`)
  return { entries, titles }
}

/** A client of this vendor has no way to name a column. */
const unclear = 'several columns of the file look like numbers: send a file with one of them'

function refused(reason: string): Refusal {
  return new Refusal('invalid_value', reason, 'file')
}
