import { addSound } from '../../core/sound/add-sound.ts'
import { findSounds } from '../../core/sound/find-sounds.ts'
import { removeSound } from '../../core/sound/remove-sound.ts'
import { type SoundList, soundTexts } from '../../core/sound/sound.ts'
import { updateSound } from '../../core/sound/update-sound.ts'
import { uploadSound } from '../../core/sound/upload-sound.ts'
import { wholeFileReader } from '../body/whole-file.ts'
import { clearable, decode, optional, required, schemaOfFields, text } from '../fields.ts'
import { arrayOf, constant, exactly, type Members, string } from '../schemas.ts'
import { bodyWithId, id, jalali, newId, nothing } from './about.ts'
import { uploadName } from './autodialer/groups/upload-name.ts'
import { jalaliDate } from './dates.ts'
import { done, found } from './envelope.ts'
import { readId } from './ids.ts'
import { listOperation, operation, type SimotelOperation } from './operation.ts'
import { readConditions, searchBody } from './search.ts'

/** A family of announcements: the vendor has two, which do not see each other's, and name the description differently. */
export interface Family {
  readonly list: SoundList
  readonly note: 'description' | 'comment'
  /** The folder of the vendor's pages, up to the number of the page. */
  readonly pages: (action: string) => string
  /** The message of an upload. */
  readonly uploaded: string
}

const name = text({ min: 1, max: soundTexts.name })
const filename = text({ min: 1, max: 255 })
const note = clearable(text({ max: soundTexts.description, lines: true }), '')

const newFields = {
  name: required(name),
  filename: required(filename),
  description: optional(note),
  comment: optional(note),
}

const changedFields = { ...newFields, name: optional(name), filename: optional(filename) }

/** `file-20200825065434-58826-bbc-farsi-pargarmp3_.wav`: every sound is kept as WAV. */
function soundName(given: string, at: number): string {
  return uploadName(given, at).replace(/\.[a-z0-9]*$/, '_.wav')
}

/** `…/announcements/upload` */
export function uploadOf({ list, pages, uploaded }: Family): SimotelOperation {
  return listOperation({
    name: `${list}/announcements/upload`,
    page: pages('upload'),
    consumes: 'multipart',
    reader: wholeFileReader,
    about: () => ({ summary: `Take the sound of an announcement (${list})`, data: exactly({ filename: string }) }),
    async handle(core, { caller, body }) {
      const kept = soundName(body.filename, core.clock.now())
      await uploadSound(core, caller, kept, body.bytes)
      return { ...found({ filename: kept }), message: uploaded }
    },
  })
}

/** `…/announcements/add` */
export function addOf({ list, note: member, pages }: Family): SimotelOperation {
  return operation({
    name: `${list}/announcements/add`,
    page: pages('add'),
    about: () => ({ summary: `Make an announcement (${list})`, body: schemaOfFields(newFields), data: newId }),
    async handle(core, { caller, body }) {
      const wanted = decode(body, newFields)
      const sound = await addSound(core, caller, {
        ...{ list, name: wanted.name, filename: wanted.filename },
        description: wanted[member] ?? '',
      })
      return done({ _id: sound.hexId })
    },
  })
}

/** The members of a row of `…/announcements/search`. */
function shownOf(member: Family['note']): Members {
  return { _id: id, name: string, filename: string, [member]: string, fileData: constant(''), date: jalali }
}

/** `…/announcements/search`: all at once and not in pages. */
export function searchOf({ list, note: member, pages }: Family): SimotelOperation {
  return operation({
    name: `${list}/announcements/search`,
    page: pages('search'),
    about: () => ({
      summary: `Find announcements (${list})`,
      body: searchBody(['name']),
      data: arrayOf(exactly(shownOf(member))),
    }),
    async handle(core, { caller, body, settings }) {
      const sounds = await findSounds(core, caller, { list, ...readConditions(body, ['name']) })
      return found(
        sounds.map((sound) => ({
          _id: sound.hexId,
          name: sound.name,
          filename: sound.filename,
          [member]: sound.description,
          fileData: '',
          date: jalaliDate(sound.updatedAt, settings.timeZone),
        })),
      )
    },
  })
}

/** `…/announcements/update`. An absent member keeps its value. */
export function updateOf({ list, note: member, pages }: Family): SimotelOperation {
  return operation({
    name: `${list}/announcements/update`,
    page: pages('update'),
    about: () => ({ summary: `Change an announcement (${list})`, body: bodyWithId(changedFields), data: nothing }),
    async handle(core, { caller, body }) {
      const { hexId } = readId(body)
      const { description, comment, ...rest } = decode(body, changedFields)
      const given = member === 'comment' ? comment : description
      await updateSound(core, caller, { hexId, list }, { ...rest, ...(given !== undefined && { description: given }) })
      return done()
    },
  })
}

/** `…/announcements/remove` */
export function removeOf({ list, pages }: Family): SimotelOperation {
  return operation({
    name: `${list}/announcements/remove`,
    page: pages('remove'),
    about: () => ({ summary: `Remove an announcement (${list})`, body: bodyWithId({}), data: nothing }),
    async handle(core, { caller, body }) {
      await removeSound(core, caller, { ...readId(body), list })
      return done()
    },
  })
}
