import { inParent } from '../../../core/folder/find-folder-page.ts'
import { findFolders } from '../../../core/folder/find-folders.ts'
import { type Folder, folderTexts } from '../../../core/folder/folder.ts'
import { type Html, html, type Shown } from '../../html.ts'
import { name, ofFigures, sheet } from '../../parts.ts'
import { type SentForm, sentForm } from '../../sent-form.ts'
import type { Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'

const pageSize = 50

/** More pages than any folder has. */
const mostPages = 1_000_000

/** The most folders to choose from. */
const mostChoices = 200

const byName = [
  { by: 'name', descending: false },
  { by: 'id', descending: false },
] as const

/** The folders that lie in no other, and the form for a new one. */
export const foldersPage: Route = {
  method: 'GET',
  path: '/folders',
  async answer(view) {
    const { t } = view
    return {
      title: t('folders.title'),
      nav: 'nav.groups',
      content: html`<p><a href="/book/groups">${t('groups.title')}</a> · <a href="/book/groups?folder=root">${t('folders.loose')}</a></p>${await foldersIn(view, null)}${view.may('folder.add') && newFolder(view, '/book/folders')}`,
    }
  },
}

/** The folders right in a folder, by their names, a page at a time; null for the root. */
export async function foldersIn(view: View, parentId: number | null): Promise<Html> {
  const { core, caller, t, query, texts } = view
  const page = Math.min(Math.max(1, wholeIn(query.get('page'))), mostPages)
  const found = { filter: inParent(parentId), sort: byName }
  const start = (page - 1) * pageSize
  const { items, total } = await findFolders(core, caller, found, { start, count: pageSize })
  if (items.length === 0) return html`<p>${t('folders.none')}</p>`
  const rows = items.map(
    ({ id, groupCount, folderCount, ...folder }) =>
      html`<tr><td class="text"><a href="/book/folders/${id}">${name(folder.name)}</a></td><td class="text wide faint">${folder.description && name(folder.description)}</td><td class="count">${texts.number(groupCount)}</td><td class="count">${texts.number(folderCount)}</td></tr>`,
  )
  const titles = [
    t('groups.name'),
    html`<th scope="col" class="wide">${t('groups.description')}</th>`,
    ...[ofFigures(t('groups.title')), ofFigures(t('folders.title'))],
  ]
  const at = parentId === null ? '/book/folders' : `/book/folders/${parentId}`
  const link = (to: number, text: string) => html`<a href="${at}?page=${to}">${text}</a>`
  const hasMore = start + items.length < total
  const turns = html`<p class="row">${page > 1 && link(page - 1, t('page.previous'))}${hasMore && link(page + 1, t('page.next'))}</p>`
  return html`${sheet(t('folders.title'), titles, rows)}${(page > 1 || hasMore) && turns}`
}

/** The form for a new folder. */
export function newFolder(view: View, action: string): Html {
  const { t } = view
  const form = sentForm(view, 'new folder')
  const fields = html`${form.input(t('groups.name'), 'name', { needed: true, longest: folderTexts.name })}${form.input(t('groups.description'), 'description', { longest: folderTexts.description })}<button>${t('folders.new')}</button>`
  return html`<h2>${t('folders.new')}</h2>${form.send(action, fields, 'row')}`
}

/** The first folders to choose from, and the chosen one, which may be none of them. */
export async function foldersToChoose({ core, caller, may }: View, chosen?: Folder): Promise<readonly Folder[]> {
  if (!may('folder.find')) return []
  const { items } = await findFolders(core, caller, { sort: byName }, { start: 0, count: mostChoices })
  return chosen && !items.some(({ id }) => id === chosen.id) ? [chosen, ...items] : items
}

/** The choice of a folder, or of none. Without any folder there is nothing to choose. */
export function folderChoice(
  { t }: Pick<View, 't'>,
  form: SentForm,
  field: string,
  { folders, chosen }: { readonly folders: readonly Folder[]; readonly chosen: number | null },
): Shown {
  const options = folders.map(({ id, name: text }) => [String(id), text] as const)
  const label = t('folders.in')
  return options.length > 0 && form.choice(label, field, [['', t('folders.root')], ...options], String(chosen ?? ''))
}
