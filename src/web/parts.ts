import { type Html, html, type Shown } from './html.ts'
import type { View } from './view.ts'

/** A form that changes something. It carries the token of the session. */
export function postForm({ token }: Pick<View, 'token'>, action: string, content: Shown, className = ''): Html {
  return html`<form method="post" action="${action}" class="${className}"><input type="hidden" name="token" value="${token}">${content}</form>`
}

/** A form with a file. */
export function fileForm({ token }: Pick<View, 'token'>, action: string, content: Shown, className = ''): Html {
  return html`<form method="post" action="${action}" enctype="multipart/form-data" class="${className}"><input type="hidden" name="token" value="${token}">${content}</form>`
}

/** A number or a code to dial: always written from left to right. */
export function phone(text: string): Html {
  return html`<bdi dir="ltr" class="phone">${text}</bdi>`
}

/** A code, a time or the like within a text of the catalogue: written from left to right, whatever stands beside it. */
export function ltr(text: string): string {
  return `\u2066${text}\u2069`
}

/** A name that somebody has stored, in whatever direction. */
export function name(text: string): Html {
  return html`<bdi>${text}</bdi>`
}

/** A text of the catalogue around a piece of HTML that stands in the place of `slot`. */
export function around(text: string, slot: string, content: Html): Html {
  const [before = '', after = ''] = text.split(slot)
  return html`${before}${content}${after}`
}

/** The title of a column of figures, which stands above their ends. */
export function ofFigures(title: string): Html {
  return html`<th scope="col" class="count">${title}</th>`
}

/** A table that scrolls by itself where it is too wide. A column without a title has none to be read. */
export function sheet(label: string, titles: readonly (string | Html)[], rows: readonly Html[]): Html {
  const heads = titles.map((title) => {
    if (typeof title !== 'string') return title
    return title === '' ? html`<td></td>` : html`<th scope="col">${title}</th>`
  })
  return html`<div class="sheet" tabindex="0" role="region" aria-label="${label}"><table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`
}

/** Facts of one thing, each behind its name. One without a value is left out. */
export function pairs(facts: readonly (readonly [string, Shown])[]): Html {
  const known = facts.filter(([, value]) => value !== '' && value !== null && value !== undefined && value !== false)
  return html`<dl class="pairs">${known.map(([key, value]) => html`<dt>${key}</dt><dd>${value}</dd>`)}</dl>`
}

/** The state of a thing, as a mark that is read as well as seen. */
export function mark(text: string, tone: 'good' | 'bad' | 'calm'): Html {
  return html`<span class="mark ${tone}">${text}</span>`
}

/** The link to the next page of a list. `values` are what the address says of it; empty ones are left out. */
export function nextLink({ t }: Pick<View, 't'>, path: string, values: Readonly<Record<string, string>>): Html {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== ''))
  return html`<p><a href="${path}?${query.toString()}" rel="next">${t('page.next')}</a></p>`
}
