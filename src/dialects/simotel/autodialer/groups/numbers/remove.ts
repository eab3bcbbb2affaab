import { setPhones } from '../../../../../core/entry/set-phones.ts'
import { decode } from '../../../../fields.ts'
import { readId } from '../../../ids.ts'
import { listOperation } from '../../../operation.ts'
import { numbersBody } from '../numbers-body.ts'
import { editShort } from './edit-short.ts'
import { aboutEdit, anyNumbers, edited, page } from './numbers.wire.ts'

/** Reads the id of a group, and the numbers that leave it. */
export const removedNumbersReader = numbersBody(
  { module: 'simotel/autodialer/groups/numbers/remove', name: 'removedNumbersReader' },
  true,
  (body) => ({ ref: readId(body), entries: decode(body, anyNumbers).numbers.entries }),
)

/** Takes numbers out of a group. One that is not there is passed over. */
export const groupsNumbersRemove = listOperation({
  name: 'autodialer/groups/numbers/remove',
  page,
  revises: 'group',
  reader: removedNumbersReader,
  about: aboutEdit('Take numbers out of a group'),
  async handle(core, { caller, body: { ref, entries } }) {
    const short = await editShort(core, caller, ref, entries, 'remove')
    return edited(short ?? (await setPhones(core, caller, ref, { mode: 'remove', phones: entries })))
  },
})
