import { Refusal } from '../../../core/errors.ts'
import { addSoundOfFile } from '../../../core/sound/add-sound-of-file.ts'
import { keptNameOf } from '../../../core/sound/kept-name.ts'
import { removeSound } from '../../../core/sound/remove-sound.ts'
import { soundTexts } from '../../../core/sound/sound.ts'
import { updateSound } from '../../../core/sound/update-sound.ts'
import { neededText, textOf } from '../../form.ts'
import { wholeOf } from '../../receive-form.ts'
import { withToast } from '../../toast.ts'
import type { Fields, Route } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { announcementPage } from './announcement.ts'
import { announcementsPage } from './announcements.ts'

/** Makes an announcement of a file. */
export const addAnnouncementAction: Route = {
  method: 'POST',
  path: '/announcements',
  formOn: announcementsPage,
  takesFile: true,
  async answer(view) {
    const { core, caller, file } = view
    const texts = textsIn(view.form)
    if (!file) throw new Refusal('missing_value', 'the file must not be empty', 'file')
    const wanted = { list: 'pbx', ...texts, filename: keptNameOf(core.ids.hexId(), file.filename) } as const
    const { id } = await addSoundOfFile(core, caller, wanted, await wholeOf(file))
    return { goTo: await withToast(view, `/book/announcements/${id}`) }
  },
}

/** Changes the name of an announcement and its description. */
export const updateAnnouncementAction: Route = {
  method: 'POST',
  path: '/announcements/:id',
  formOn: announcementPage,
  async answer(view) {
    const id = wholeIn(view.parameters.id)
    await updateSound(view.core, view.caller, { id }, textsIn(view.form))
    return { goTo: await withToast(view, `/book/announcements/${id}`) }
  },
}

/** Removes an announcement. */
export const removeAnnouncementAction: Route = {
  method: 'POST',
  path: '/announcements/:id/remove',
  async answer(view) {
    await removeSound(view.core, view.caller, { id: wholeIn(view.parameters.id) })
    return { goTo: await withToast(view, '/book/announcements') }
  },
}

function textsIn(form: Fields) {
  return {
    name: neededText(form, 'name', soundTexts.name),
    description: textOf(form, 'description', soundTexts.description) ?? '',
  }
}
