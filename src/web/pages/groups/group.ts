import { findChanges } from '../../../core/change/find-changes.ts'
import type { Entry } from '../../../core/entry/entry.ts'
import { findEntries } from '../../../core/entry/find-entries.ts'
import { getFolder } from '../../../core/folder/get-folder.ts'
import { getGroup } from '../../../core/group/get-group.ts'
import type { Group } from '../../../core/group/group.ts'
import { type Html, html, type Shown } from '../../html.ts'
import { ltr, name, phone, postForm } from '../../parts.ts'
import { sentForm } from '../../sent-form.ts'
import { describe } from '../../toast.ts'
import type { Answer, Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { folderChoice, foldersToChoose } from '../folders/folders.ts'
import { exportLinks } from './export.ts'
import { pastedLines } from './pasted-lines.ts'
import { programs } from './programs.ts'

const pageSize = 50
/** More pages than any group has. */
const mostPages = 1_000_000
const letters = ['a', 'b', 'c', 'd', 'e'] as const

/** A group: its numbers as a sheet, its name, its last changes, and the calls by which programs do the same. */
export const groupPage: Route = { method: 'GET', path: '/groups/:id', answer: showGroup }

async function showGroup(view: View): Promise<Answer> {
  const { core, caller, t, query } = view
  const group = await getGroup(core, caller, { id: wholeIn(view.parameters.id) })
  const page = Math.min(Math.max(1, wholeIn(query.get('page'))), mostPages)
  const start = (page - 1) * pageSize
  const { items } = await findEntries(core, caller, group, { start, count: pageSize })
  const changes = await findChanges(core, caller, 5, { noun: 'group', subject: group.name })
  return {
    title: group.name,
    nav: 'nav.groups',
    content: html`<p class="faint">${group.description && html`${name(group.description)} · `}${t('group.count', { count: group.count })}${group.plannedDeletionAt !== null && html` · ${t('group.planned')} ${view.moment(group.plannedDeletionAt)}`}</p>
${items.length === 0 ? html`<p>${t('group.noEntries')}</p>` : sheet(view, group, items)}
${pages(view, group, page, items.length)}
${view.may('entry.add') && addForm(view, group)}
<p>${view.may('upload.add') && html`<a href="/book/imports?into=${group.id}">${t('imports.link')}</a> · `}${exportLinks(view, group)}</p>
${ways(view, group)}
${view.may('group.update') && (await settings(view, group))}
<h2>${t('group.history')}</h2><ul class="plain">${changes.map((each) => html`<li><span class="when">${view.moment(each.at)}</span> ${name(each.name ?? each.origin)}: ${describe(view, each)}</li>`)}</ul>
<h2>${t('group.api')}</h2>${programs(view, group)}`,
  }
}

/** Links to what can be done with all numbers of the group. */
function ways({ core, t, may }: View, { id }: Group): Shown {
  const call = may('campaign.add') && html`<a href="/book/campaigns/new?group=${id}">${t('campaigns.call')}</a>`
  const canWrite = may('message.add') && core.messageRules.routes.length > 0
  const write = canWrite && html`<a href="/book/bulks?group=${id}">${t('bulks.writeThis')}</a>`
  return (call || write) && html`<p>${call}${call && write && ' · '}${write}</p>`
}

/** The first lines that were pasted in vain; nothing where the form is refused for anything else. */
function rejectedLines({ t }: View, lines: string): Shown {
  const { rejected } = pastedLines(lines)
  const shown = rejected.slice(0, 20).map(({ line, text }) => html`<br><bdi>${t('group.line', { line, text })}</bdi>`)
  return rejected.length > 0 && html`${t('group.rejected', { count: rejected.length })}${shown}`
}

/** The columns that have a title or, on this page, a value. */
function columnsOf(group: Group, entries: readonly Entry[]): readonly (typeof letters)[number][] {
  return letters.filter((each) => group.columns[each] !== null || entries.some(({ details }) => details?.[each]))
}

function sheet(view: View, group: Group, entries: readonly Entry[]): Html {
  const { t } = view
  const columns = columnsOf(group, entries)
  const titles = columns.map((each) => titleOf(view, group, each))
  const rows = entries.map((entry) => {
    const values = columns.map((each) => html`<td class="text">${name(entry.details?.[each] ?? '')}</td>`)
    return html`<tr><td>${phone(entry.phone)}</td>${values}<td class="end">${edits(view, group, entry)}</td></tr>`
  })
  return html`<div class="sheet" tabindex="0" role="region" aria-label="${t('groups.numbers')}"><table><thead><tr><th scope="col">${t('group.number')}</th>${titles.map((title) => html`<th scope="col">${name(title)}</th>`)}<td></td></tr></thead><tbody>${rows}</tbody></table></div>`
}

function titleOf({ t }: View, group: Group, letter: (typeof letters)[number]): string {
  return group.columns[letter] ?? t('group.column', { letter: letter.toUpperCase() })
}

function edits(view: View, group: Group, entry: Entry): Shown {
  const { t } = view
  const at = `/book/groups/${group.id}/entries/${entry.id}`
  const form = sentForm(view, `entry-${entry.id}`)
  const fields = letters.map((each) =>
    form.input(name(titleOf(view, group, each)), each, { value: entry.details?.[each] }),
  )
  const change = html`${form.input(t('group.number'), 'phone', { value: entry.phone, needed: true, code: true })}${fields}<button>${t('page.save')}</button>`
  const page = view.query.get('page')
  return html`${view.may('entry.update') && html`<details${form.isSent && html` open`}><summary aria-label="${t('group.editEntry', { number: entry.phone })}">${t('group.edit')}</summary>${form.send(page ? `${at}?page=${wholeIn(page)}` : at, change, 'stack')}</details>`}${view.may('entry.remove') && postForm(view, `${at}/remove`, html`<button class="quiet danger" aria-label="${t('group.removeEntry', { number: entry.phone })}">${t('group.remove')}</button>`)}`
}

function pages({ t, texts }: View, { id, count }: Group, page: number, shown: number): Shown {
  if (count <= pageSize) return ''
  const start = (page - 1) * pageSize
  const range = { first: texts.number(start + 1), last: texts.number(start + shown), total: texts.number(count) }
  const link = (to: number, text: string) => html`<a href="/book/groups/${id}?page=${to}">${text}</a>`
  return html`<p class="row">${page > 1 && link(page - 1, t('page.previous'))}<span>${t('group.range', range)}</span>${start + shown < count && link(page + 1, t('page.next'))}</p>`
}

function addForm(view: View, { id }: Group): Html {
  const { t } = view
  const form = sentForm(view, 'entries')
  const problem = form.wrong === 'lines' && rejectedLines(view, view.form.get('lines') ?? '')
  const content = html`${form.area(t('group.paste'), 'lines', '', { needed: true, code: true, problem })}<button>${t('group.add')}</button>`
  return html`<h2>${t('group.add')}</h2>${form.send(`/book/groups/${id}/entries`, content, 'stack')}`
}

async function settings(view: View, group: Group): Promise<Html> {
  const { t } = view
  const form = sentForm(view, 'group')
  const { texts, zone, core } = view
  const titles = letters.map((each) =>
    form.input(t('group.column', { letter: each.toUpperCase() }), each, { value: group.columns[each] }),
  )
  const { plannedDeletionAt: planned, folderId } = group
  const folder =
    folderId === null || !view.may('folder.find') ? undefined : await getFolder(core, view.caller, folderId)
  const folders = await foldersToChoose(view, folder)
  const content = html`${form.input(t('groups.name'), 'name', { value: group.name, needed: true, longest: 255 })}${form.input(t('groups.description'), 'description', { value: group.description })}${folderChoice(view, form, 'folderId', { folders, chosen: folderId })}${titles}${form.input(t('group.plannedDeletion'), 'plannedDeletionAt', { value: planned === null ? '' : texts.entry(planned, zone), code: true, hint: t('group.plannedHint', { example: ltr(texts.entry(core.clock.now(), zone)), zone }) })}<button>${t('page.save')}</button>`
  const remove = html`<button class="quiet danger">${t('group.removeGroup')}</button>`
  return html`<details${view.form.get('form') === 'group' && html` open`}><summary>${t('group.settings')}</summary>${form.send(`/book/groups/${group.id}`, content, 'stack')}${view.may('group.remove') && postForm(view, `/book/groups/${group.id}/remove`, remove)}</details>`
}
