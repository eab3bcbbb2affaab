import { Readable } from 'node:stream'
import { Refusal } from '../../../../core/errors.ts'
import { type EntryList, entryListOfPhones } from '../../../../core/list/entry-list.ts'
import { createUpload } from '../../../../core/upload/create-upload.ts'
import type { RawBody } from '../../../body-reader.ts'
import { found } from '../../envelope.ts'
import { Denial } from '../../errors.ts'
import { operation } from '../../operation.ts'
import { numbersRule } from '../../values.ts'
import { readNumbersFile } from './numbers-file.ts'
import { uploadName } from './upload-name.ts'

const rule = numbersRule('file')
const sliceSize = 65_536

/** The numbers of a file. */
export async function readFile({ bytes, filename = '' }: RawBody): Promise<{ filename: string; entries: EntryList }> {
  const numbers = await readNumbersFile({ filename, content: Readable.from(slicesOf(bytes)) })
  return { filename, entries: entryListOfPhones(numbers, rule) }
}

/** Of a whole file, the reader would hold all lines at once. */
function* slicesOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += sliceSize) yield bytes.subarray(start, start + sliceSize)
}

/** Takes a csv or vcf file of numbers, for `groups/add` to name within 24 hours. */
export const groupsUpload = operation({
  name: 'autodialer/groups/upload',
  page: '5-Autodialer_API/3-group/1-group_upload.md',
  consumes: 'multipart',
  reader: { module: import.meta.url, name: 'readFile', read: readFile, denials: [Denial] },
  async handle(core, { caller, body }) {
    if (!body) throw new Refusal('missing_value', 'send the file as the multipart part "file"', 'file')
    const filename = uploadName(body.filename, core.clock.now())
    await createUpload(core, caller, filename, body.entries)
    return found({ filename })
  },
})
