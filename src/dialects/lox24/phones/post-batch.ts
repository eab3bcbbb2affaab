import { setImmediate } from 'node:timers/promises'
import { addEntries } from '../../../core/entry/add-entries.ts'
import type { Entry, EntryDraft } from '../../../core/entry/entry.ts'
import { getGroup } from '../../../core/group/get-group.ts'
import type { BatchItem } from '../answer.ts'
import { errorDocument } from '../error-document.ts'
import { Lox24Denial } from '../errors.ts'
import { groupIri } from '../groups/group.wire.ts'
import { readId } from '../ids.ts'
import type { Format } from '../negotiate.ts'
import { listOperation } from '../operation.ts'
import { type BatchRefusal, batchReader, itemsOf } from './batch-body.ts'
import { phoneResource } from './phone.wire.ts'

/** Adds many phones in one change. A bad item fails alone: the answer has one result for each item, in their order. */
export const phonesPostBatch = listOperation({
  name: 'phone_batch_post',
  method: 'POST',
  url: '/groups/:id/phones/batch',
  reader: batchReader,
  async answer(core, { caller, params, list, format }) {
    const { id } = await getGroup(core, caller, { id: readId(params.id) })
    const { count, parts } = await list()
    const drafts: EntryDraft[] = []
    for (const part of parts) {
      for (const item of itemsOf(part)) if ('phone' in item) drafts.push(item)
      if (parts.length > 1) await setImmediate()
    }
    const entries = drafts.length > 0 ? await addEntries(core, caller, { id }, drafts) : []
    return { kind: 'batch', type: 'phones', iri: `${groupIri(id)}/phones/batch`, count, parts: answers() }

    function* answers(): Generator<BatchItem[]> {
      let next = 0
      for (const part of parts) {
        yield itemsOf(part).map((item) =>
          'phone' in item
            ? { status: 201, body: phoneResource(entries[next++] as Entry) }
            : { status: item.status, body: { document: documentOf(item, format) } },
        )
      }
    }
  },
})

/** The answer to an item that failed. Its documented shape has no violations: its text names them all. */
function documentOf({ status, message }: BatchRefusal, format: Format): object {
  return errorDocument(new Lox24Denial(status, message), format).body
}
