import { setPhones } from '../../../../../core/entry/set-phones.ts'
import { decode } from '../../../../fields.ts'
import { readId } from '../../../ids.ts'
import { listOperation } from '../../../operation.ts'
import { numbersBody } from '../numbers-body.ts'
import { editShort } from './edit-short.ts'
import { aboutEdit, edited, newNumbers, page } from './numbers.wire.ts'

/** Reads the id of a group, and the numbers that come to it. */
export const addedNumbersReader = numbersBody(
  { module: 'simotel/autodialer/groups/numbers/add', name: 'addedNumbersReader' },
  false,
  (body) => ({ ref: readId(body), entries: decode(body, newNumbers).numbers }),
)

/** Adds numbers to a group, behind those that it has. One that is there already stays as it is. */
export const groupsNumbersAdd = listOperation({
  name: 'autodialer/groups/numbers/add',
  page,
  revises: 'group',
  reader: addedNumbersReader,
  about: aboutEdit('Add numbers to a group'),
  async handle(core, { caller, body: { ref, entries } }) {
    const short = await editShort(core, caller, ref, entries, 'add')
    return edited(short ?? (await setPhones(core, caller, ref, { mode: 'add', phones: entries })))
  },
})
