import { type Folder, folderTexts } from '../../../core/folder/folder.ts'
import { getFolder } from '../../../core/folder/get-folder.ts'
import { findGroupPage } from '../../../core/group/find-group-page.ts'
import { type Html, html, type Shown } from '../../html.ts'
import { name, ofFigures, postForm, sheet } from '../../parts.ts'
import { sentForm } from '../../sent-form.ts'
import type { Answer, Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { folderChoice, foldersIn, foldersToChoose, newFolder } from './folders.ts'

/** Groups that are shown at once. The list of groups has all of them. */
const shownGroups = 50

/** Folders above one that are named. */
const namedAbove = 20

/** A folder: what lies in it, and the forms that rename it, move it, and put things into it. */
export const folderPage: Route = { method: 'GET', path: '/folders/:id', answer: showFolder }

async function showFolder(view: View): Promise<Answer> {
  const { core, caller, t } = view
  const folder = await getFolder(core, caller, wholeIn(view.parameters.id))
  const above = await foldersAbove(view, folder)
  const at = `/book/folders/${folder.id}`
  return {
    title: folder.name,
    nav: 'nav.groups',
    content: html`${wayTo(view, above)}${folder.description !== null && html`<p>${name(folder.description)}</p>`}
<h2>${t('groups.title')}</h2>${await groupsIn(view, folder)}${view.may('group.update') && moveForm(view, at)}
<h2>${t('folders.title')}</h2>${await foldersIn(view, folder.id)}
${view.may('folder.add') && newFolder(view, `${at}/folders`)}
${view.may('folder.update') && (await settings(view, folder, above.at(-1), at))}
${view.may('folder.remove') && removal(view, folder, at)}`,
  }
}

/** The folders in which it lies, from the root on: the last is its parent. */
async function foldersAbove({ core, caller }: View, { parentId }: Folder): Promise<readonly Folder[]> {
  const above: Folder[] = []
  for (let next = parentId; next !== null && above.length < namedAbove; next = above[0]?.parentId ?? null) {
    above.unshift(await getFolder(core, caller, next))
  }
  return above
}

function wayTo({ t }: View, above: readonly Folder[]): Html {
  const links = above.map((each) => html` / <a href="/book/folders/${each.id}">${name(each.name)}</a>`)
  return html`<p><a href="/book/folders">${t('folders.title')}</a>${links}</p>`
}

async function groupsIn({ core, caller, t, texts }: View, { id, groupCount }: Folder): Promise<Html> {
  if (groupCount === 0) return html`<p>${t('folders.noGroups')}</p>`
  const { groups, next } = await findGroupPage(core, caller, { folderId: id, order: 'name', limit: shownGroups })
  const rows = groups.map(
    (group) =>
      html`<tr><td class="text"><a href="/book/groups/${group.id}">${name(group.name)}</a></td><td class="count">${texts.number(group.count)}</td></tr>`,
  )
  const all = html`<p><a href="/book/groups?folder=${id}&amp;order=name">${t('folders.allGroups', { count: groupCount })}</a></p>`
  return html`${sheet(t('groups.title'), [t('groups.name'), ofFigures(t('groups.numbers'))], rows)}${next !== null && all}`
}

/** The form that moves a group here, whose name or id is typed: there may be a million of them. */
function moveForm(view: View, at: string): Html {
  const { t } = view
  const form = sentForm(view, 'move')
  const fields = html`${form.input(t('folders.moveGroup'), 'group', { needed: true, longest: 255, placeholder: t('folders.moveHint') })}<button>${t('folders.move')}</button>`
  return form.send(`${at}/groups`, fields, 'row spaced')
}

async function settings(view: View, folder: Folder, parent: Folder | undefined, at: string): Promise<Html> {
  const { t } = view
  const form = sentForm(view, 'folder')
  const folders = (await foldersToChoose(view, parent)).filter(({ id }) => id !== folder.id)
  const fields = html`${form.input(t('groups.name'), 'name', { value: folder.name, needed: true, longest: folderTexts.name })}${form.input(t('groups.description'), 'description', { value: folder.description, longest: folderTexts.description })}${folderChoice(view, form, 'parentId', { folders, chosen: folder.parentId })}<button>${t('page.save')}</button>`
  return html`<details${form.isSent && html` open`}><summary>${t('folders.settings')}</summary>${form.send(at, fields, 'stack')}</details>`
}

function removal(view: View, { groupCount, folderCount }: Folder, at: string): Shown {
  const { t } = view
  if (groupCount + folderCount > 0) return html`<p class="faint">${t('folders.holds')}</p>`
  return postForm(view, `${at}/remove`, html`<button class="quiet danger">${t('folders.remove')}</button>`, 'spaced')
}
