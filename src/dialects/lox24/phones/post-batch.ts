import { addEntries } from '../../../core/entry/add-entries.ts'
import type { EntryDraft } from '../../../core/entry/entry.ts'
import { getGroup } from '../../../core/group/get-group.ts'
import type { BatchItem } from '../answer.ts'
import { errorDocument } from '../error-document.ts'
import { Denial, denials } from '../errors.ts'
import { groupIri } from '../groups/group.wire.ts'
import { readId } from '../ids.ts'
import { phpType } from '../members.ts'
import type { Format } from '../negotiate.ts'
import { operation } from '../operation.ts'
import { draftOf, phoneResource, phoneViolations, readPhone } from './phone.wire.ts'

/** Adds many phones in one change. A bad item fails alone: the answer has one result for each item, in their order. */
export const phonesPostBatch = operation({
  name: 'phone_batch_post',
  method: 'POST',
  url: '/groups/:id/phones/batch',
  takesList: true,
  async answer(core, { caller, params, body, format }) {
    const { id } = await getGroup(core, caller, { id: readId(params.id) })
    const { value } = body()
    if (!Array.isArray(value)) throw denials.document('phones', phpType(value))
    const read = value.map((item, index) => draftOrError(item, index))
    const drafts = read.filter((each): each is EntryDraft => !(each instanceof Denial))
    const entries = drafts.length > 0 ? await addEntries(core, caller, { id }, drafts) : []
    let next = 0
    const items = read.map((each): BatchItem => {
      const entry = each instanceof Denial ? undefined : entries[next++]
      if (entry) return { status: 201, body: phoneResource(entry) }
      return failed(each as Denial, format)
    })
    return { kind: 'batch', type: 'phones', iri: `${groupIri(id)}/phones/batch`, items }
  },
})

function draftOrError(item: unknown, index: number): EntryDraft | Denial {
  try {
    if (typeof item !== 'object' || item === null) throw denials.type(String(index), 'array', phpType(item))
    const given = readPhone(item)
    const violations = phoneViolations(given, true)
    if (violations.length > 0) throw denials.violations(violations)
    return draftOf(given)
  } catch (error) {
    if (error instanceof Denial) return error
    throw error
  }
}

/** The documented shape of a failed item has no violations: its text names them all. */
function failed(denial: Denial, format: Format): BatchItem {
  const { body } = errorDocument(new Denial(denial.status, denial.message), format)
  return { status: denial.status, body: { document: body } }
}
