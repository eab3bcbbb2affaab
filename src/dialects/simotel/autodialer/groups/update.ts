import type { Caller } from '../../../../core/caller.ts'
import type { Core } from '../../../../core/core.ts'
import { editPhones } from '../../../../core/entry/edit-phones.ts'
import { Refusal } from '../../../../core/errors.ts'
import type { GroupFields, GroupRef } from '../../../../core/group/group.ts'
import { listPhones, phonesInParts } from '../../../../core/group/list-phones.ts'
import { updatePhones } from '../../../../core/group/update-phones.ts'
import { phonesOf } from '../../../../core/list/entry-list.ts'
import { receivedValues, sentValues } from '../../../body/packed-list.ts'
import { decode, optional } from '../../../fields.ts'
import { phonesJson, phonesJsonOf } from '../../../phones-json.ts'
import { exactly } from '../../../schemas.ts'
import { LongArray, streamedJson, writtenJson } from '../../../streamed-json.ts'
import { bodyWithId } from '../../about.ts'
import { done, tagged } from '../../envelope.ts'
import { readId } from '../../ids.ts'
import { listOperation } from '../../operation.ts'
import { type Doubt, isDoubt, orDoubt } from '../../shown-again.ts'
import { editedGroup, groupFields, groupTexts, shownUpdate, updatedGroup } from './group.wire.ts'
import { addedNumbers, keptNumbers, removedNumbers } from './number-list.ts'
import { numbersBody } from './numbers-body.ts'

/** Numbers that are answered at once. An answer with more of them is written in parts. */
const answeredAtOnce = 16_000

/** Numbers of which each may become a text of its own. More of them are written as bytes. */
const writtenAsTexts = 200

const fields = {
  name: optional(orDoubt(groupFields.name)),
  numbers: optional(keptNumbers),
  description: optional(orDoubt(groupFields.description)),
  filename: optional(groupFields.filename),
  numbers_add: optional(addedNumbers),
  numbers_remove: optional(removedNumbers),
}

/** Reads the id of a group, and the changes that the body asks for. */
export const updateReader = numbersBody(
  { module: 'simotel/autodialer/groups/update', name: 'updateReader' },
  true,
  (body) => {
    const ref = readId(body)
    const { numbers, filename, numbers_add: add, numbers_remove: remove, ...texts } = decode(body, fields)
    const strange = numbers && sentValues(numbers.strange)
    const edit = (add || remove) && { add: add ? phonesOf(add) : [], remove: remove ? phonesOf(remove.entries) : [] }
    if (edit && (numbers || filename)) {
      throw new Refusal('invalid_value', 'numbers_add and numbers_remove cannot come with a whole list', 'numbers')
    }
    return { ref, texts, upload: filename || undefined, strange, entries: numbers?.entries, edit }
  },
  ['numbers_add', 'numbers_remove'],
)

/**
 * Changes a group. An absent member keeps its value. Given numbers, the numbers of an uploaded file, or both together
 * replace the whole list (docs/wire/simotel.md §2). `numbers_add` and `numbers_remove` are ours: they cost what they bring, and the
 * answer has no numbers.
 */
export const groupsUpdate = listOperation({
  name: 'autodialer/groups/update',
  page: '5-Autodialer_API/3-group/4-group_edit.md',
  revises: 'group',
  reader: updateReader,
  about: () => ({
    summary: 'Change a group, whose numbers are replaced',
    body: bodyWithId(fields),
    data: exactly(shownUpdate, 'numbers'),
  }),
  async handle(core, { caller, body: { ref, texts, upload, strange, entries, edit } }) {
    if (edit) {
      const fields = await changedTexts(core, caller, ref, texts)
      const { group } = await editPhones(core, caller, ref, { ...edit, fields, field: 'numbers_add' })
      return tagged(group, done(editedGroup(group)))
    }
    const group = await updatePhones(core, caller, ref, {
      ...(await changedTexts(core, caller, ref, texts)),
      ...(entries && { phones: entries }),
      ...(strange && { strange: receivedValues<string>(strange) }),
      ...(upload !== undefined && { upload }),
    })
    const isAnswered = entries && upload === undefined
    if (isAnswered && group.count > writtenAsTexts && group.count <= answeredAtOnce) {
      return tagged(group, writtenJson(done(updatedGroup(group, phonesJson(entries)))))
    }
    if (group.count <= answeredAtOnce) {
      const phones = isAnswered ? phonesOf(entries) : await listPhones(core, caller, group)
      return tagged(group, done(updatedGroup(group, phones)))
    }
    const parts = new LongArray(phonesJsonOf(phonesInParts(core, caller, group)))
    return tagged(group, streamedJson(done(updatedGroup(group, parts))))
  },
})

type Texts = { readonly [Name in 'name' | 'description']?: string | null | Doubt }

/**
 * The texts of a group that are to change: all but those that are just as they are shown.
 *
 * @throws Refusal `invalid_value` for a text that breaks a rule, and is not the text of the group now.
 */
async function changedTexts(core: Core, caller: Caller, ref: GroupRef, texts: Texts): Promise<GroupFields> {
  const given = Object.entries(texts)
  const doubt = given.find(([, text]) => isDoubt(text))
  // A group without a description is shown with an empty one.
  if (!doubt && texts.description !== '') return texts as GroupFields
  const shown = await core.store.groups.get(caller.accountId, ref).then((group) => group && groupTexts(group))
  const changed = given.filter(
    ([name, text]) => shown?.[name as keyof Texts] !== (isDoubt(text) ? text.doubtful : text),
  )
  for (const [name, text] of changed) {
    if (isDoubt(text)) throw new Refusal('invalid_value', `${name} ${text.problem}`, name)
  }
  return Object.fromEntries(changed)
}
