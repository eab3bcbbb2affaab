import { setPhones } from '../../../../../core/entry/set-phones.ts'
import { isDialCode } from '../../../../../core/list/stored-phone.ts'
import { decode } from '../../../../fields.ts'
import { readId } from '../../../ids.ts'
import { listOperation } from '../../../operation.ts'
import { numbersBody } from '../numbers-body.ts'
import { aboutEdit, anyNumbers, edited, page } from './numbers.wire.ts'

/** Reads the id of a group, and the numbers that it shall have. */
export const syncedNumbersReader = numbersBody(
  { module: 'simotel/autodialer/groups/numbers/sync', name: 'syncedNumbersReader' },
  true,
  (body) => ({ ref: readId(body), entries: decode(body, anyNumbers).numbers.entries }),
)

/**
 * Makes the numbers of a group those that are given. One that stays keeps its place, its columns and its id, which `groups/update` with
 * `numbers` does not promise.
 */
export const groupsNumbersSync = listOperation({
  name: 'autodialer/groups/numbers/sync',
  page,
  revises: 'group',
  reader: syncedNumbersReader,
  about: aboutEdit('Make the numbers of a group those that are given'),
  async handle(core, { caller, body: { ref, entries } }) {
    return edited(await setPhones(core, caller, ref, { mode: 'sync', phones: entries, mayCome: isDialCode }))
  },
})
