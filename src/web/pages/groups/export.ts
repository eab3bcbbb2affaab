import { type ExportedFile, exportFormats, exportGroup, exportGroups } from '../../../core/export/export-groups.ts'
import type { Group } from '../../../core/group/group.ts'
import { wordOf } from '../../form.ts'
import { type Html, html, type Shown } from '../../html.ts'
import type { Answer, Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'

/** The formats as people know them. */
const formatNames = { csv: 'CSV', xlsx: 'XLSX', vcf: 'vCard', json: 'JSON' } as const

/** The numbers of a group, as a file. */
export const exportGroupFile: Route = {
  method: 'GET',
  path: '/groups/:id/export',
  async answer({ core, caller, query, parameters }) {
    const format = wordOf(query, 'format', exportFormats)
    return saved(await exportGroup(core, caller, { id: wholeIn(parameters.id) }, format))
  },
}

/** The numbers of the chosen groups: the file of one, or an archive with a file for each. */
export const exportGroupsFile: Route = {
  method: 'GET',
  path: '/groups/export',
  async answer({ core, caller, query }) {
    const format = wordOf(query, 'format', exportFormats)
    const [first = 0, ...others] = query.getAll('id').map(wholeIn)
    return saved(
      first > 0 && others.length === 0
        ? await exportGroup(core, caller, { id: first }, format)
        : await exportGroups(core, caller, first > 0 ? [first, ...others] : [], format),
    )
  },
}

function saved({ name, type, bytes }: ExportedFile): Answer {
  return { file: name, type, bytes }
}

/** Links to the file of a group in each format. */
export function exportLinks({ t, may }: View, { id }: Pick<Group, 'id'>): Shown {
  const links = exportFormats.map(
    (each) => html` <a href="/book/groups/${id}/export?format=${each}" download>${formatNames[each]}</a>`,
  )
  return may('entry.find') && html`${t('exports.as')}${links}`
}

/** The choice of a format, and the button that exports the groups which are chosen in the form around it. */
export function exportChosen({ t }: View): Html {
  const options = exportFormats.map((each) => html`<option value="${each}">${formatNames[each]}</option>`)
  return html`<label>${t('exports.format')}<select name="format">${options}</select></label><button class="quiet">${t('exports.exportChosen')}</button>`
}
