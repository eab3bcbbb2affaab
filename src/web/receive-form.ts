import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../core/errors.ts'
import type { SentFile, View } from './view.ts'

/** Lets an instance read forms with a file. Nothing of such a form is read before `receiveForm`. */
export async function takeFiles(app: FastifyInstance, fileSize: number): Promise<void> {
  const { default: multipart } = await import('@fastify/multipart')
  await app.register(multipart, { limits: { files: 1, fields: 50, fieldSize: 10_000, fileSize } })
}

/**
 * Reads a form with a file, which browsers send as multipart. A field for a file that was left empty is none.
 *
 * @throws Refusal `invalid_value` of `file` for one that is too large.
 */
export async function receiveForm(request: FastifyRequest): Promise<Pick<View, 'form' | 'file'>> {
  const form = new URLSearchParams()
  let file: SentFile | undefined
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') form.append(part.fieldname, String(part.value))
      else {
        const bytes = await part.toBuffer()
        if (part.filename !== '' || bytes.length > 0) file = { filename: part.filename, bytes }
      }
    }
  } catch (error) {
    if ((error as { code?: string }).code !== 'FST_REQ_FILE_TOO_LARGE') throw error
    throw new Refusal('invalid_value', 'the file is larger than this server takes (bodyLimit)', 'file')
  }
  return { form, file }
}
