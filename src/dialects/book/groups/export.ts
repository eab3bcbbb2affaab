import {
  type ExportedFile,
  exportedAtMost,
  exportFormats,
  exportGroup,
  exportGroups,
  exportTypes,
} from '../../../core/export/export-groups.ts'
import { arrayOf, string } from '../../schemas.ts'
import { action } from '../action.ts'
import { denials } from '../errors.ts'
import type { BookAnswer } from '../operation.ts'
import { type Parameter, wordParameter } from '../parameters.ts'
import { groupIdSchema, groupIn } from '../values.ts'

const format = wordParameter(exportFormats)

const idsForm = /^[1-9]\d{0,14}(,[1-9]\d{0,14})*$/

/** The ids of some groups, with commas between them. */
const ids: Parameter<readonly number[], true> = {
  schema: { type: 'string', pattern: idsForm.source },
  always: true,
  isRequired: true,
  read(asked, name) {
    const text = asked.required(name, `name 1 to ${exportedAtMost} groups by their ids, as 1,2`)
    if (!idsForm.test(text)) throw denials.invalid(name, 'must be ids of groups, as 1,2')
    return text.split(',').map(Number)
  },
}

/** The media types of the files that are no JSON, without what follows them. */
const fileTypes = (['csv', 'xlsx', 'vcf'] as const).map((each) => exportTypes[each].split(';')[0] ?? '')

/** The calls that write the numbers of groups into files. */
export const groupExportOperations = [
  action({
    does: 'GET /groups/export',
    summary: 'Export groups: an archive with a file for each, all of one moment',
    needs: ['group.find', 'entry.find'],
    query: { ids, format },
    files: [exportTypes.zip],
    async answer(core, { caller, asked }) {
      return saved(await exportGroups(core, caller, asked.ids, asked.format ?? 'csv'))
    },
  }),
  action({
    does: 'GET /groups/:id/export',
    summary: 'Export a group as a file',
    needs: ['group.find', 'entry.find'],
    inPath: { id: groupIdSchema },
    query: { format },
    files: fileTypes,
    answers: arrayOf({ type: 'object', additionalProperties: string }),
    async answer(core, { caller, params, asked }) {
      return saved(await exportGroup(core, caller, groupIn(params.id), asked.format ?? 'csv'))
    },
  }),
]

function saved({ type, bytes }: ExportedFile): BookAnswer {
  return { status: 200, type, bytes }
}
