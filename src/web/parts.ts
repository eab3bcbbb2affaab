import { type Html, html, type Shown } from './html.ts'
import type { View } from './view.ts'

/** A form that changes something. It carries the token of the session. */
export function postForm({ token }: Pick<View, 'token'>, action: string, content: Shown, className = ''): Html {
  return html`<form method="post" action="${action}" class="${className}"><input type="hidden" name="token" value="${token}">${content}</form>`
}

/** A number or a code to dial: always written from left to right. */
export function phone(text: string): Html {
  return html`<bdi dir="ltr" class="phone">${text}</bdi>`
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
