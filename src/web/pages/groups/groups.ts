import type { Folder } from '../../../core/folder/folder.ts'
import { getFolder } from '../../../core/folder/get-folder.ts'
import { findGroupPage, type GroupOrder, type groupOrders } from '../../../core/group/find-group-page.ts'
import { choice } from '../../form.ts'
import { type Html, html, type Shown } from '../../html.ts'
import { name, nextLink } from '../../parts.ts'
import { sentForm } from '../../sent-form.ts'
import type { Fields, Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { foldersToChoose } from '../folders/folders.ts'
import { exportChosen } from './export.ts'

const pageSize = 50
/** The groups of a folder that are sorted by anything but their names. */
const sortedAtMost = 10_000
const orders = ['changed', 'name', 'numbers', 'id'] as const satisfies readonly GroupOrder[]

/** The groups, a page at a time, and the form for a new one. */
export const groupsPage: Route = {
  method: 'GET',
  path: '/groups',
  async answer(view) {
    const { core, caller, t, query } = view
    const search = (query.get('q') ?? '').trim()
    const folder = query.get('folder') ?? ''
    const inside = wholeIn(folder) > 0 ? await getFolder(core, caller, wholeIn(folder)) : undefined
    const order = orderOf(query, folder, inside)
    const after = wholeIn(query.get('after'))
    const { groups, next } = await findGroupPage(core, caller, {
      ...(search !== '' && { search }),
      ...((inside || folder === 'root') && { folderId: inside?.id ?? null }),
      ...(after > 0 && { after }),
      order: order satisfies keyof typeof groupOrders,
      limit: pageSize,
    })
    const rows = groups.map(
      (each) =>
        html`<tr><td class="pick"><input type="checkbox" name="id" value="${each.id}" aria-label="${t('exports.choose', { name: each.name })}"></td><td class="text"><a href="/book/groups/${each.id}">${name(each.name)}</a></td><td class="text wide faint">${each.description && name(each.description)}</td><td class="count">${view.texts.number(each.count)}</td><td class="when">${view.moment(each.updatedAt)}</td></tr>`,
    )
    const isEmpty = search === '' ? t(folder === '' ? 'groups.empty' : 'folders.noGroups') : ''
    const nothing = isEmpty || t('groups.none', { text: search })
    const folders = await foldersToChoose(view, inside)
    return {
      title: t('groups.title'),
      nav: 'nav.groups',
      content: html`${filter(view, { search, order, folder, folders })}${rows.length === 0 ? html`<p>${nothing}</p>` : chosen(view, table(view, rows))}
${next !== null && nextLink(view, '/book/groups', { q: search, order, folder, after: String(next) })}<p>${view.may('upload.add') && html`<a href="/book/imports">${t('imports.link')}</a> · `}${view.may('folder.find') && html`<a href="/book/folders">${t('folders.title')}</a>`}</p>${view.may('group.add') && newGroup(view)}`,
    }
  },
}

/** The order of the groups. Of a folder with very many groups only that by name is quick. */
function orderOf(query: Fields, folder: string, inside: Folder | undefined): GroupOrder {
  const asked = orders.find((each) => each === query.get('order'))
  if (folder === '') return asked ?? 'changed'
  return inside && asked && inside.groupCount <= sortedAtMost ? asked : 'name'
}

interface Shape {
  readonly search: string
  readonly order: string
  readonly folder: string
  readonly folders: readonly Folder[]
}

function filter({ t }: View, { search, order, folder, folders }: Shape): Html {
  const places = [
    ['', t('folders.any')],
    ['root', t('folders.root')],
    ...folders.map(({ id, name: text }) => [String(id), text] as const),
  ] as const
  const options = orders.map(
    (each) =>
      html`<option value="${each}"${each === order ? html` selected` : ''}>${t(`groups.order.${each}`)}</option>`,
  )
  return html`<form action="/book/groups" class="row bar"><div class="row"><label>${t('groups.search')}<input type="search" name="q" value="${search}"></label><label>${t('groups.order')}<select name="order">${options}</select></label>${folders.length > 0 && choice(t('folders.in'), 'folder', places, folder)}<button class="quiet">${t('groups.find')}</button></div></form>`
}

/** The form of what is done with the groups that are ticked. */
function chosen(view: View, content: Html): Html {
  return html`<form action="/book/groups/export">${content}${view.may('entry.find') && html`<div class="row spaced">${exportChosen(view)}</div>`}</form>`
}

function table({ t }: View, rows: Shown): Html {
  return html`<div class="sheet" tabindex="0" role="region" aria-label="${t('groups.title')}"><table><thead><tr><td></td><th scope="col">${t('groups.name')}</th><th scope="col" class="wide">${t('groups.description')}</th><th scope="col" class="count">${t('groups.numbers')}</th><th scope="col">${t('groups.changed')}</th></tr></thead><tbody>${rows}</tbody></table></div>`
}

function newGroup(view: View): Html {
  const { t } = view
  const form = sentForm(view, 'new group')
  return html`<h2>${t('groups.new')}</h2>${form.send('/book/groups', html`${form.input(t('groups.name'), 'name', { needed: true, longest: 255 })}${form.input(t('groups.description'), 'description', { longest: 1000 })}<button>${t('groups.new')}</button>`, 'row')}`
}
