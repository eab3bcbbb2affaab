import type { EntryList } from '../../core/list/entry-list.ts'
import { EntryListBuilder, type PhoneRule } from '../../core/list/entry-list-builder.ts'
import type { Edge } from '../edge.ts'
import { textOf } from '../read-secret.ts'

/**
 * The numbers that the options name, each once; undefined where they name none.
 *
 * @throws Refusal `invalid_value` that names the item which is no number, or the file that cannot be read.
 */
export async function readNumbers(
  edge: Pick<Edge, 'input'>,
  { numbers, numbersFile }: { readonly numbers?: string; readonly numbersFile?: string },
): Promise<EntryList | undefined> {
  if (numbers === undefined && numbersFile === undefined) return undefined
  const builder = new EntryListBuilder('numbers')
  const rule: PhoneRule = { field: 'numbers', allows: () => false }
  const lines = numbersFile === undefined ? [] : (await textOf(edge, numbersFile, '--numbers-file')).split(/\r?\n/)
  for (const item of [...(numbers ?? '').split(','), ...lines]) {
    if (item.trim() !== '') builder.addGiven(item.trim(), rule)
  }
  return builder.build()
}
