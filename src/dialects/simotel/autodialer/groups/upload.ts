import { Readable } from 'node:stream'
import { type EntryList, entryListOfPhones } from '../../../../core/list/entry-list.ts'
import { createUpload } from '../../../../core/upload/create-upload.ts'
import type { RawBody } from '../../../body-job.ts'
import { found } from '../../envelope.ts'
import { listOperation } from '../../operation.ts'
import { numbersRule } from '../../values.ts'
import { readNumbersFile } from './numbers-file.ts'
import { uploadName } from './upload-name.ts'

const rule = numbersRule('file')
const sliceSize = 65_536

/** Reads the numbers of an uploaded file. */
export async function readFile({ bytes, filename = '' }: RawBody): Promise<{ filename: string; entries: EntryList }> {
  const numbers = await readNumbersFile({ filename, content: Readable.from(slicesOf(bytes)) })
  return { filename, entries: entryListOfPhones(numbers, rule) }
}

/** The bytes in slices: of a file in one piece, the csv reader would hold all lines at once. */
function* slicesOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += sliceSize) yield bytes.subarray(start, start + sliceSize)
}

/** Takes a csv or vcf file of numbers, which `groups/add` and `groups/update` may name for 24 hours. */
export const groupsUpload = listOperation({
  name: 'autodialer/groups/upload',
  page: '5-Autodialer_API/3-group/1-group_upload.md',
  consumes: 'multipart',
  reader: { module: 'simotel/autodialer/groups/upload', name: 'readFile', read: readFile },
  async handle(core, { caller, body }) {
    const filename = uploadName(body.filename, core.clock.now())
    await createUpload(core, caller, filename, body.entries)
    return found({ filename })
  },
})
