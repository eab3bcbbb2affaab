import type { FileNumbers } from '../../../../core/preview/read-numbers.ts'
import { createUpload } from '../../../../core/upload/create-upload.ts'
import type { BodyReader } from '../../../body/body-reader.ts'
import { inOnePiece } from '../../../body/pieces.ts'
import { readFileBody } from '../../../body/read-file-body.ts'
import type { ReaderTools } from '../../../body/reader-tools.ts'
import { exactly, string } from '../../../schemas.ts'
import { found } from '../../envelope.ts'
import { listOperation } from '../../operation.ts'
import { readNumbersFile } from './numbers-file.ts'
import { uploadName } from './upload-name.ts'

interface UploadedFile extends Pick<FileNumbers, 'entries' | 'titles'> {
  readonly filename: string
}

async function read(
  filename: string | undefined = '',
  bytes: AsyncIterable<Uint8Array>,
  { files }: ReaderTools,
): Promise<UploadedFile> {
  return { filename, ...(await readNumbersFile(files, filename, bytes)) }
}

/** Reads the numbers of an uploaded file. */
export const fileReader: BodyReader<UploadedFile> = {
  module: 'simotel/autodialer/groups/upload',
  name: 'fileReader',
  read: ({ filename, bytes }, tools) => read(filename, inOnePiece(bytes), tools),
  begin: ({ filename }, tools) => readFileBody((bytes) => read(filename, bytes, tools)),
}

/** Takes a csv or vcf file of numbers, which `groups/add` and `groups/update` may name for 24 hours. */
export const groupsUpload = listOperation({
  name: 'autodialer/groups/upload',
  page: '5-Autodialer_API/3-group/1-group_upload.md',
  consumes: 'multipart',
  reader: fileReader,
  about: () => ({ summary: 'Take a csv or vcf file of numbers', data: exactly({ filename: string }) }),
  async handle(core, { caller, body }) {
    const filename = uploadName(body.filename, core.clock.now())
    await createUpload(core, caller, filename, body.entries, body.titles)
    return found({ filename })
  },
})
