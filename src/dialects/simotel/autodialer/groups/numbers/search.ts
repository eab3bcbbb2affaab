import { findPhones } from '../../../../../core/entry/find-phones.ts'
import { exactly } from '../../../../schemas.ts'
import { id, pageOfRows } from '../../../about.ts'
import { found, tagged } from '../../../envelope.ts'
import { readId } from '../../../ids.ts'
import { operation } from '../../../operation.ts'
import { pageOf, paginationSchema, readConditions, readPagination, searchBody } from '../../../search.ts'
import { page, shownNumber } from './numbers.wire.ts'

const names = ['number'] as const

/** Numbers have one order, that of their list. */
const columns = {}

/**
 * Lists the numbers of a group in their order. A condition on `number` is a whole number, in any spelling: `alike` has to be there, and
 * changes nothing.
 */
export const groupsNumbersSearch = operation({
  name: 'autodialer/groups/numbers/search',
  page,
  about: () => {
    const body = searchBody(names, { _id: id, pagination: paginationSchema(columns) }) as { required: string[] }
    return {
      summary: 'List the numbers of a group, or look one up',
      body: { ...body, required: ['_id', ...body.required] },
      data: pageOfRows(exactly(shownNumber)),
    }
  },
  async handle(core, { caller, body }) {
    const ref = readId(body)
    const { number } = readConditions(body, names)
    const asked = readPagination(body, columns, {})
    const { group, items, total } = await findPhones(core, caller, ref, asked.request, number?.text)
    return tagged(
      group,
      found(
        pageOf(
          asked,
          total,
          items.map((each) => ({ number: each })),
        ),
      ),
    )
  },
})
