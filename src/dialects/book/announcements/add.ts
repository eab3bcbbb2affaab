import { addSoundOfFile } from '../../../core/sound/add-sound-of-file.ts'
import { keptNameOf } from '../../../core/sound/kept-name.ts'
import { soundLists, soundTexts } from '../../../core/sound/sound.ts'
import { wholeFileReader } from '../../body/whole-file.ts'
import { clearable, decode, optional, required, schemaOfFields, text } from '../../fields.ts'
import { shared, string } from '../../schemas.ts'
import { denials } from '../errors.ts'
import { base, operation } from '../operation.ts'
import { Query } from '../query.ts'
import { announcementWire } from './announcements.ts'

const fields = {
  name: required(text({ min: 1, max: soundTexts.name })),
  description: optional(clearable(text({ max: soundTexts.description, lines: true }), '')),
}

const parameters = {
  ...(schemaOfFields(fields).properties as Readonly<Record<string, object>>),
  list: { type: 'string', enum: soundLists, default: 'pbx' },
  filename: string,
}

/** Makes an announcement of a file, which is the body or its multipart part `file`. */
export const announcementsAdd = operation({
  method: 'POST',
  path: '/announcements',
  needs: ['sound.add'],
  consumes: 'file',
  reader: wholeFileReader,
  about: () => ({
    summary: 'Make an announcement of a WAV, mp3 or Ogg file',
    query: parameters,
    required: ['name'],
    takes: ['audio/wav', 'audio/mpeg', 'audio/ogg'],
    status: 201,
    answer: shared('announcement'),
  }),
  async answer(core, { caller, query, hasBody, read }) {
    const asked = new Query(query, Object.keys(parameters))
    const name = asked.required('name', 'say how the announcement is called')
    const { description = '', ...named } = decode({ name, description: asked.text('description') ?? '' }, fields)
    const list = asked.word('list', soundLists, 'pbx')
    if (!hasBody) throw denials.missing('file', 'send the file as the body, or as the multipart part "file"')
    const file = await read(wholeFileReader)
    const filename = keptNameOf(core.ids.hexId(), asked.text('filename') ?? file.filename)
    const sound = await addSoundOfFile(core, caller, { list, ...named, description, filename }, file.bytes)
    return { status: 201, location: `${base}/announcements/${sound.id}`, body: announcementWire(sound) }
  },
})
