import { addManyEntries } from '../../../core/entry/add-many-entries.ts'
import type { AddedEntries } from '../../../core/entry/added-entries.ts'
import type { EntryDraft } from '../../../core/entry/entry.ts'
import { getGroup } from '../../../core/group/get-group.ts'
import type { BatchItem, Resource } from '../answer.ts'
import { readId } from '../ids.ts'
import type { Format } from '../negotiate.ts'
import { listOperation } from '../operation.ts'
import { allOf, batchIri, documentOf, draftsOf } from './batch.wire.ts'
import { batchBody, batchReader, itemsOf } from './batch-body.ts'
import { type PhoneResources, phoneResources } from './phone-resources.ts'

/**
 * Adds many phones in one change. A bad item fails alone: the answer has one result for each item, in their order. The
 * items of a batch are unpacked part by part, once for each way through them: a million at once would take more memory
 * than the server has for everything else.
 */
export const phonesPostBatch = listOperation({
  name: 'phone_batch_post',
  method: 'POST',
  url: '/groups/:id/phones/batch',
  revises: 'group',
  reader: batchReader,
  about: () => ({
    summary: 'Add many phones to a group, each of which may fail alone',
    body: batchBody(),
    answer: { kind: 'batch', type: 'phones', status: 201 },
  }),
  async answer(core, { caller, params, list, format }) {
    const { id } = await getGroup(core, caller, { id: readId(params.id) })
    const { count, parts } = await list()
    const added = await addManyEntries(core, caller, { id }, draftsIn(count, parts))
    const answers = answersTo(parts, added, format, await phoneResources(core, caller))
    const items = parts.length > 1 ? answers : await allOf(answers)
    return { kind: 'batch', status: 201, type: 'phones', iri: batchIri(id), count, items }
  },
})

/** The drafts of a batch, part by part, without the items that are refused. */
function draftsIn(count: number, parts: readonly Uint8Array[]): Iterable<EntryDraft[]> & { readonly count: number } {
  return {
    count,
    *[Symbol.iterator]() {
      for (const part of parts) yield draftsOf(itemsOf(part))
    },
  }
}

async function* answersTo(
  parts: readonly Uint8Array[],
  added: AddedEntries,
  format: Format,
  resourcesOf: PhoneResources,
): AsyncGenerator<readonly BatchItem[]> {
  for await (const { part, entries } of added.answer(parts.values().map(itemsOf), draftsOf)) {
    const resources = await resourcesOf(entries)
    let next = 0
    yield part.map((item) =>
      'phone' in item
        ? { status: 201, body: resources[next++] as Resource }
        : { status: item.status, body: { document: documentOf(item, format) } },
    )
  }
}
