import { findGroupPage, type GroupOrder, type groupOrders } from '../../../core/group/find-group-page.ts'
import { type Html, html, type Shown } from '../../html.ts'
import { name } from '../../parts.ts'
import { sentForm } from '../../sent-form.ts'
import type { Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { exportChosen } from './export.ts'

const pageSize = 50
const orders = ['changed', 'name', 'numbers', 'id'] as const satisfies readonly GroupOrder[]

/** The groups, a page at a time, and the form for a new one. */
export const groupsPage: Route = {
  method: 'GET',
  path: '/groups',
  async answer(view) {
    const { core, caller, t, query } = view
    const search = (query.get('q') ?? '').trim()
    const order = orders.find((each) => each === query.get('order')) ?? 'changed'
    const after = wholeIn(query.get('after'))
    const { groups, next } = await findGroupPage(core, caller, {
      ...(search !== '' && { search }),
      ...(after > 0 && { after }),
      order: order satisfies keyof typeof groupOrders,
      limit: pageSize,
    })
    const rows = groups.map(
      (each) =>
        html`<tr><td class="pick"><input type="checkbox" name="id" value="${each.id}" aria-label="${t('exports.choose', { name: each.name })}"></td><td class="text"><a href="/book/groups/${each.id}">${name(each.name)}</a></td><td class="text wide faint">${each.description && name(each.description)}</td><td class="count">${view.texts.number(each.count)}</td><td class="when">${view.moment(each.updatedAt)}</td></tr>`,
    )
    const nothing = search === '' ? t('groups.empty') : t('groups.none', { text: search })
    const more = new URLSearchParams({ q: search, order, after: String(next) })
    return {
      title: t('groups.title'),
      nav: 'nav.groups',
      content: html`${filter(view, search, order)}${rows.length === 0 ? html`<p>${nothing}</p>` : chosen(view, table(view, rows))}
${next !== null && html`<p><a href="/book/groups?${more.toString()}" rel="next">${t('page.next')}</a></p>`}${view.may('upload.add') && html`<p><a href="/book/imports">${t('imports.link')}</a></p>`}${view.may('group.add') && newGroup(view)}`,
    }
  },
}

function filter({ t }: View, search: string, order: string): Html {
  const options = orders.map(
    (each) =>
      html`<option value="${each}"${each === order ? html` selected` : ''}>${t(`groups.order.${each}`)}</option>`,
  )
  return html`<form action="/book/groups" class="row bar"><div class="row"><label>${t('groups.search')}<input type="search" name="q" value="${search}"></label><label>${t('groups.order')}<select name="order">${options}</select></label><button class="quiet">${t('groups.find')}</button></div></form>`
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
