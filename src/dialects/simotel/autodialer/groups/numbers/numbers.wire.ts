import type { EditedPhones } from '../../../../../core/entry/set-phones.ts'
import { required } from '../../../../fields.ts'
import { exactly, integer, type Shown, string } from '../../../../schemas.ts'
import { bodyWithId } from '../../../about.ts'
import { type Annotated, done, tagged } from '../../../envelope.ts'
import { editedGroup, shownUpdate } from '../group.wire.ts'
import { keptNumbers, numbers } from '../number-list.ts'

/** The place where these calls are described: they are ours. */
export const page = 'docs/edits.md'

/** The members of a body whose numbers may be new in the group. */
export const newNumbers = { numbers: required(numbers) }

/** The members of a body whose numbers the group may have, whoever wrote them. */
export const anyNumbers = { numbers: required(keptNumbers) }

const { numbers: _numbers, ...texts } = shownUpdate
const shown = { ...texts, added: integer, removed: integer }

/** What a call that edits the numbers of a group takes and answers. */
export function aboutEdit(summary: string) {
  return () => ({ summary, body: bodyWithId(newNumbers), data: exactly(shown) })
}

/** The answer to an edit: the group without its numbers, and how many of them came and went. */
export function edited({ group, added, removed }: EditedPhones): Annotated {
  const answer = { ...editedGroup(group), added, removed } as Shown<typeof shown>
  return tagged(group, done(answer))
}

/** The members of a row of `groups/numbers/search`. */
export const shownNumber = { number: string }
