import type { EntryDraft } from '../../../core/entry/entry.ts'
import type { BatchItem } from '../answer.ts'
import { errorDocument } from '../error-document.ts'
import { Lox24Denial } from '../errors.ts'
import { groupIri } from '../groups/group.wire.ts'
import type { Format } from '../negotiate.ts'
import type { BatchDraft, BatchRefusal } from './batch-body.ts'

/** The path of the batches of a group. */
export function batchIri(groupId: number): string {
  return `${groupIri(groupId)}/phones/batch`
}

/** The items that are not refused. */
export function draftsOf(items: readonly BatchDraft[]): EntryDraft[] {
  return items.filter((item) => 'phone' in item)
}

/** The answers to a short batch, at once. */
export async function allOf(answers: AsyncIterable<readonly BatchItem[]>): Promise<readonly BatchItem[]> {
  const all: BatchItem[] = []
  for await (const some of answers) all.push(...some)
  return all
}

/** The answer to an item that failed. Its documented shape has no violations: its text names them all. */
export function documentOf({ status, message }: BatchRefusal, format: Format): object {
  return errorDocument(new Lox24Denial(status, message), format).body
}
