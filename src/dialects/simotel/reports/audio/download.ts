import { Refusal } from '../../../../core/errors.ts'
import { openRecording } from '../../../../core/recording/open-recording.ts'
import { decode, required, schemaOfFields, text } from '../../../fields.ts'
import { FileAnswer } from '../../envelope.ts'
import { denials } from '../../errors.ts'
import { operation } from '../../operation.ts'

const types: Readonly<Record<string, string>> = { wav: 'audio/wav', mp3: 'audio/mpeg', opus: 'audio/ogg' }

/** The media types of recordings. */
export const soundTypes = Object.values(types)

const fields = { file: required(text({ min: 1, max: 255 })) }

/** Answers the sound of a recorded call. */
export const audioDownload = operation({
  name: 'reports/audio/download',
  page: '2-SimotelAPI/v4/13-reports/3-audio_download.md',
  about: () => ({ summary: 'Send the sound of a recorded call', body: schemaOfFields(fields), errors: [404] }),
  async handle(core, { caller, body }) {
    const { file } = decode(body, fields)
    try {
      const { recording, sound } = await openRecording(core, caller, file)
      const type = types[recording.file.slice(recording.file.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
      return new FileAnswer({ name: recording.file, type, ...sound })
    } catch (error) {
      if (error instanceof Refusal && error.code === 'not_found') throw denials.noFile(error.message)
      throw error
    }
  },
})
