import { entryListOfPhones } from '../../../../core/entry/entry-list.ts'
import { Refusal } from '../../../../core/errors.ts'
import { createUpload } from '../../../../core/upload/create-upload.ts'
import type { FilePart } from '../../../dialect.ts'
import { found } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { numbersRule } from '../../values.ts'
import { readNumbersFile } from './numbers-file.ts'
import { uploadName } from './upload-name.ts'

const rule = numbersRule('file')

/** Takes a csv or vcf file of numbers, for `groups/add` to name within 24 hours. */
export const groupsUpload = operation({
  name: 'autodialer/groups/upload',
  page: '5-Autodialer_API/3-group/1-group_upload.md',
  consumes: 'multipart',
  async handle(core, { caller, body }) {
    const upload = await (body as FilePart)(async (file) => ({
      list: entryListOfPhones(await readNumbersFile(file), rule),
      filename: uploadName(file.filename, core.clock.now()),
    }))
    if (!upload) throw new Refusal('missing_value', 'send the file as the multipart part "file"', 'file')
    const { list, filename } = upload
    await createUpload(core, caller, filename, list)
    return found({ filename })
  },
})
