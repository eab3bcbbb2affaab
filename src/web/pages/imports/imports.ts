import { getGroup } from '../../../core/group/get-group.ts'
import type { Group } from '../../../core/group/group.ts'
import { importPermissions } from '../../../core/import/import-numbers.ts'
import type { ImportMode } from '../../../core/import/import-report.ts'
import { mustBeAllowed } from '../../../core/permission/must-be-allowed.ts'
import { hidden } from '../../form.ts'
import { type Html, html } from '../../html.ts'
import { name } from '../../parts.ts'
import { type SentForm, sentForm } from '../../sent-form.ts'
import type { Answer, Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'

/** The ways of an import, the usual one first. */
export const modes = ['add', 'sync', 'remove'] as const satisfies readonly ImportMode[]

/** The columns of a group. */
export const letters = ['a', 'b', 'c', 'd', 'e'] as const

/** The kinds of files that a browser offers first. */
const accept = '.csv,.tsv,.txt,.xlsx,.ods,.vcf,text/csv,text/plain,text/vcard'

/** The form by which numbers are imported: from a file, or pasted, into the group of the address or one that is named. */
export const importsPage: Route = { method: 'GET', path: '/imports', answer: showForm }

async function showForm(view: View): Promise<Answer> {
  const { core, caller, t, query, form: sent } = view
  mustBeAllowed(caller, 'upload.add')
  const id = wholeIn(sent.get('into') ?? query.get('into'))
  const group = id === 0 ? undefined : await getGroup(core, caller, { id })
  return {
    title: t('imports.title'),
    nav: 'nav.groups',
    content: html`<p>${t('imports.about')}</p>${form(view, group)}`,
  }
}

function form(view: View, group: Group | undefined): Html {
  const { t, query } = view
  const form = sentForm(view, 'import')
  const target = group
    ? html`<p>${t('imports.into')} <a href="/book/groups/${group.id}">${name(group.name)}</a>${hidden('into', group.id)}</p>`
    : form.input(t('imports.group'), 'group', {
        ...{ value: query.get('group'), needed: true, longest: 255, hint: t('imports.groupHint') },
      })
  const allowed = modes.filter((mode) => importPermissions[mode].every((each) => view.may(each)))
  const mode = form.choice(
    t('imports.mode'),
    'mode',
    allowed.map((each) => [each, t(`imports.mode.${each}`)] as const),
    query.get('mode') ?? 'add',
  )
  const lines = form.area(t('imports.lines'), 'lines', '', { code: true, hint: t('imports.linesHint') })
  const file = form.file(t('imports.file'), 'file', { accept, needed: false, hint: t('imports.fileHint') })
  const content = html`${target}${mode}${columns(view, form, group)}${lines}${file}<button>${t('imports.look')}</button>`
  return form.sendFile('/book/imports', content, 'stack')
}

/** The columns of the file, for those who do not want them to be found. */
function columns({ t, query }: View, form: SentForm, group: Group | undefined): Html {
  const field = (label: string, key: string) => form.input(label, key, { value: query.get(key), longest: 100 })
  const titles = letters.map((each) =>
    field(group?.columns[each] ?? t('group.column', { letter: each.toUpperCase() }), each),
  )
  const fields = html`${field(t('group.number'), 'number')}${titles}${field(t('imports.sheet'), 'sheet')}`
  const isOpen = form.isSent || query.has('number')
  return html`<details${isOpen && html` open`}><summary>${t('imports.columns')}</summary><p class="faint">${t('imports.columnsHint')}</p><div class="fields">${fields}</div></details>`
}
