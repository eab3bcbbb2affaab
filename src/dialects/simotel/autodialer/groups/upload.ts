import type { EntryList } from '../../../../core/list/entry-list.ts'
import { EntryListBuilder } from '../../../../core/list/entry-list-builder.ts'
import { createUpload } from '../../../../core/upload/create-upload.ts'
import type { BodyHead } from '../../../body/body-job.ts'
import type { BodyReader, Reading } from '../../../body/body-reader.ts'
import { found } from '../../envelope.ts'
import { listOperation } from '../../operation.ts'
import { numbersRule } from '../../values.ts'
import { readNumbersFile } from './numbers-file.ts'
import { uploadName } from './upload-name.ts'

const rule = numbersRule('file')

interface UploadedFile {
  readonly filename: string
  readonly entries: EntryList
}

function begin({ filename = '' }: BodyHead): Reading<UploadedFile> {
  const list = new EntryListBuilder(rule.field)
  const file = readNumbersFile(filename, (number) => list.addGiven(number, rule))
  return {
    write: (piece) => file.write(piece),
    async end() {
      await file.end()
      return { filename, entries: list.build() }
    },
  }
}

/** Reads the numbers of an uploaded file. */
export const fileReader: BodyReader<UploadedFile> = {
  module: 'simotel/autodialer/groups/upload',
  name: 'fileReader',
  async read({ bytes, ...head }) {
    const reading = begin(head)
    await reading.write(bytes)
    return reading.end()
  },
  begin,
}

/** Takes a csv or vcf file of numbers, which `groups/add` and `groups/update` may name for 24 hours. */
export const groupsUpload = listOperation({
  name: 'autodialer/groups/upload',
  page: '5-Autodialer_API/3-group/1-group_upload.md',
  consumes: 'multipart',
  reader: fileReader,
  async handle(core, { caller, body }) {
    const filename = uploadName(body.filename, core.clock.now())
    await createUpload(core, caller, filename, body.entries)
    return found({ filename })
  },
})
