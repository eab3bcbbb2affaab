import type { GroupColumn } from '../../../core/import/group-columns.ts'
import { type FileWish, previewFile } from '../../../core/preview/preview-file.ts'
import { decode, required, schemaOf, text } from '../../fields.ts'
import { shared, string } from '../../schemas.ts'
import { denials } from '../errors.ts'
import { base, operation } from '../operation.ts'
import { Query } from '../query.ts'
import { fileReader, readFileOf } from './file-reader.ts'
import { previewWire } from './preview.wire.ts'

const modes = ['add', 'sync', 'remove'] as const

const columns = ['a', 'b', 'c', 'd', 'e'] as const satisfies readonly GroupColumn[]

/** The longest name of a group, as the vendors' APIs have it too. */
const longestName = 255

const fields = { group: required(text({ min: 1, max: longestName })) }

const parameters = {
  group: schemaOf(fields.group.read),
  create: { type: 'string', enum: ['true', 'false'], default: 'false' },
  mode: { type: 'string', enum: modes, default: 'add' },
  ...{ number: string, sheet: string, filename: string },
  ...Object.fromEntries(columns.map((name) => [`column.${name}`, string])),
}

/** Reads a file, keeps its numbers, and tells what their import would do. No group is changed. */
export const importsCreate = operation({
  method: 'POST',
  path: '/imports',
  needs: ['upload.add', 'group.find'],
  consumes: 'file',
  reader: fileReader,
  about: () => ({
    summary: 'Read a file of numbers, and tell what its import would do',
    query: parameters,
    required: ['group'],
    status: 201,
    answer: shared('import'),
  }),
  async answer(core, { caller, query, hasBody, read }) {
    const asked = new Query(query, Object.keys(parameters))
    const { group } = decode({ group: asked.required('group', 'say which group: its id or its name') }, fields)
    const wanted = {
      ...{ group, create: asked.flag('create'), mode: asked.word('mode', modes, 'add') },
      ...{ filename: asked.text('filename') ?? '', ...choiceOf(asked) },
    }
    const preview = await previewFile(core, caller, wanted, async (wish) => {
      if (!hasBody) throw denials.missing('file', 'send the file as the body, or as the multipart part "file"')
      return readFileOf(await read(fileReader, wish))
    })
    const location = `${base}/imports/${preview.id}`
    return { status: 201, location, body: await previewWire(core, caller, preview) }
  },
})

/** The columns and the sheet that the client names. */
function choiceOf(asked: Query): Pick<FileWish, 'number' | 'columns' | 'sheet'> {
  const given = columns.flatMap((name) => {
    const title = asked.text(`column.${name}`)
    return title === undefined ? [] : [[name, title] as const]
  })
  const number = asked.text('number')
  const sheet = asked.text('sheet')
  return {
    ...(number !== undefined && { number }),
    ...(sheet !== undefined && { sheet }),
    ...(given.length > 0 && { columns: Object.fromEntries(given) }),
  }
}
