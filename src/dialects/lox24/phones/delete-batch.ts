import { removePhones } from '../../../core/entry/remove-phones.ts'
import { giveWay } from '../../../core/give-way.ts'
import { getGroup } from '../../../core/group/get-group.ts'
import type { EntryList } from '../../../core/list/entry-list.ts'
import { EntryListBuilder } from '../../../core/list/entry-list-builder.ts'
import type { BatchItem } from '../answer.ts'
import { denials } from '../errors.ts'
import { readId } from '../ids.ts'
import type { Format } from '../negotiate.ts'
import { listOperation } from '../operation.ts'
import { allOf, batchIri, documentOf, draftsOf } from './batch.wire.ts'
import { itemsOf, removalBody, removalReader } from './batch-body.ts'

/**
 * Takes many phones out of a group in one change, beside the vendor's batch that adds them. An item that cannot be followed fails
 * alone: the answer has one result for each item, in their order, 204 for a phone that is gone.
 */
export const phonesDeleteBatch = listOperation({
  name: 'phone_batch_delete',
  page: 'docs/edits.md',
  method: 'DELETE',
  url: '/groups/:id/phones/batch',
  revises: 'group',
  reader: removalReader,
  about: () => ({
    summary: 'Take many phones out of a group, each of which may fail alone',
    body: removalBody(),
    answer: { kind: 'batch', type: 'phones', status: 200 },
  }),
  async answer(core, { caller, params, list, format }) {
    const { id } = await getGroup(core, caller, { id: readId(params.id) })
    const { count, parts } = await list()
    const had = await removePhones(core, caller, { id }, await phonesIn(parts))
    const answers = answersTo(parts, had, format)
    const items = parts.length > 1 ? answers : await allOf(answers)
    return { kind: 'batch', status: 200, type: 'phones', iri: batchIri(id), count, items }
  },
})

/** The phones of a batch, each once. */
async function phonesIn(parts: readonly Uint8Array[]): Promise<EntryList> {
  const builder = new EntryListBuilder('phones')
  for (const part of parts) {
    for (const { phone } of draftsOf(itemsOf(part))) builder.add({ phone })
    await giveWay()
  }
  return builder.build()
}

async function* answersTo(
  parts: readonly Uint8Array[],
  had: (phone: string) => boolean,
  format: Format,
): AsyncGenerator<readonly BatchItem[]> {
  const { status, message } = denials.notFound()
  for (const part of parts) {
    yield itemsOf(part).map((item) => {
      if (!('phone' in item)) return { status: item.status, body: { document: documentOf(item, format) } }
      return had(item.phone)
        ? { status: 204, body: null }
        : { status, body: { document: documentOf({ status, message }, format) } }
    })
    await giveWay()
  }
}
