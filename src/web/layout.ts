import { type Html, html, type Shown } from './html.ts'
import { name, postForm } from './parts.ts'
import { type Texts, textsIn } from './texts/texts.ts'
import type { Answer, View } from './view.ts'

/** Where the files of the page are, with a mark of their content. */
export interface AssetPaths {
  readonly style: string
  readonly script: string
}

type Content = Extract<Answer, { readonly content: Html }>

const parts = [
  ['nav.search', '/book/'],
  ['nav.groups', '/book/groups'],
  ['nav.contacts', '/book/contacts'],
  ['nav.optOuts', '/book/opt-outs'],
  ['nav.extensions', '/book/extensions'],
  ['nav.calls', '/book/calls'],
  ['nav.campaigns', '/book/campaigns'],
  ['nav.messages', '/book/messages'],
  ['nav.programs', '/book/programs'],
  ['nav.history', '/book/history'],
  ['nav.server', '/book/server'],
] as const

/** A whole document. */
export function documentOf(texts: Texts, assets: AssetPaths, title: string, body: Html): string {
  return `<!doctype html>${html`<html lang="${texts.language}" dir="${texts.direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title} · dialbook</title><link rel="stylesheet" href="${assets.style}"><link rel="icon" href="data:,"><script src="${assets.script}" defer></script></head><body>${body}</body></html>`}`
}

/** The button that changes the language. It works before anybody has signed in, too. */
export function languageButton(texts: Texts): Html {
  const other = texts.language === 'fa' ? 'en' : 'fa'
  return html`<form method="post" action="/book/language"><button class="quiet" name="to" value="${other}" lang="${other}">${textsIn[other].t('language.name')}</button></form>`
}

/** A page for somebody who has not signed in. */
export function plainPage(texts: Texts, assets: AssetPaths, title: string, content: Shown): string {
  return documentOf(
    texts,
    assets,
    title,
    html`<main class="door"><p class="brand">dialbook</p><h1>${title}</h1>${content}${languageButton(texts)}</main>`,
  )
}

/** A page for somebody who has signed in: the parts of the book, the search, and the toast of what was done last. */
export function bookPage(view: View, assets: AssetPaths, { title, nav, content }: Content, toast: Shown): string {
  const { t, texts, who } = view
  const current = (part: string) => (part === nav ? html` aria-current="page"` : '')
  return documentOf(
    texts,
    assets,
    title,
    html`<a class="skip" href="#content">${t('page.skip')}</a>
<header class="top"><a class="brand" href="/book/">dialbook</a>
<nav aria-label="${t('nav.label')}">${parts.filter(([key]) => key !== 'nav.server' || view.owner).map(([key, path]) => html`<a href="${path}"${current(key)}>${t(key)}</a>`)}</nav>
<form role="search" action="/book/" class="find"><input type="search" name="q" id="find" aria-label="${t('search.hint')}" placeholder="${t('search.hint')}" value="${view.query.get('q') && nav === 'nav.search' ? view.query.get('q') : ''}"><kbd aria-hidden="true">/</kbd></form>
<div class="self">${accountChoice(view)}${languageButton(texts)}<a href="/book/me"${current('nav.me')}>${name(who.person.name)}</a></div></header>
${toast}<main id="content" tabindex="-1"><h1>${name(title)}</h1>${content}</main>`,
  )
}

function accountChoice(view: View): Shown {
  const { accounts, account, t } = view
  if (accounts.length < 2) return html`<span class="account">${name(account.name)}</span>`
  const options = accounts.map(
    ({ id, name: text }) => html`<option value="${id}"${id === account.id ? html` selected` : ''}>${text}</option>`,
  )
  const content = html`<select name="account" aria-label="${t('page.account')}">${options}</select><button class="quiet">${t('page.choose')}</button>`
  return postForm(view, '/book/account', content, 'row')
}
