import { findSounds } from '../../../core/sound/find-sounds.ts'
import { removeSound } from '../../../core/sound/remove-sound.ts'
import { type Sound, soundLists, soundTexts } from '../../../core/sound/sound.ts'
import { updateSound } from '../../../core/sound/update-sound.ts'
import { clearable, optional, text } from '../../fields.ts'
import { arrayOf, exactly, integer, type Shown, shared, string } from '../../schemas.ts'
import { action, gone, shows } from '../action.ts'
import { wordParameter } from '../parameters.ts'
import { idIn, idSchema, moment, momentSchema } from '../values.ts'

const inPath = { id: idSchema }
const shown = {
  ...{ id: integer, hexId: string, list: { enum: soundLists }, name: string, description: string, filename: string },
  ...{ createdAt: momentSchema, updatedAt: momentSchema },
}

/** The schema of an announcement. */
export const announcementSchema = exactly(shown)

/** An announcement as this API shows it. */
export function announcementWire({
  id,
  hexId,
  list,
  name,
  description,
  filename,
  createdAt,
  updatedAt,
}: Sound): object {
  return {
    ...{ id, hexId, list, name, description, filename },
    ...{ createdAt: moment(createdAt), updatedAt: moment(updatedAt) },
  } satisfies Shown<typeof shown>
}

/** The calls about announcements. */
export const announcementOperations = [
  action({
    does: 'GET /announcements',
    summary: 'List the announcements',
    needs: ['sound.find'],
    query: { list: wordParameter(soundLists) },
    answers: exactly({ announcements: arrayOf(shared('announcement')) }),
    async answer(core, { caller, asked }) {
      return shows({ announcements: (await findSounds(core, caller, asked)).map(announcementWire) })
    },
  }),
  action({
    does: 'PATCH /announcements/:id',
    summary: 'Change the name or the description of an announcement',
    needs: ['sound.update'],
    inPath,
    body: {
      name: optional(text({ min: 1, max: soundTexts.name })),
      description: optional(clearable(text({ max: soundTexts.description, lines: true }), '')),
    },
    answers: shared('announcement'),
    async answer(core, { caller, params, given }) {
      return shows(announcementWire(await updateSound(core, caller, { id: idIn(params.id, 'announcement') }, given)))
    },
  }),
  action({
    does: 'DELETE /announcements/:id',
    summary: 'Remove an announcement',
    needs: ['sound.remove'],
    ...{ inPath, status: 204 },
    async answer(core, { caller, params }) {
      await removeSound(core, caller, { id: idIn(params.id, 'announcement') })
      return gone
    },
  }),
]
