import { type Html, html } from '../html.ts'
import type { View } from '../view.ts'

/**
 * A part of a page that is sent again when it changes. It depends on the account, the role, the language and the address of those who
 * look at it, and on nothing else of them, since all of them get the same. Forms in it may stand: the browser has their token.
 */
export interface LivePart {
  /** Its path below `/book/live`, as that of the page below `/book`. */
  readonly path: string
  show(view: View): Promise<Html>
}

/** A part in its page, with the address from which the browser gets it again. */
export function live(path: string, values: Readonly<Record<string, string>>, content: Html): Html {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString()
  return html`<div data-live="/book/live${path}${query !== '' && `?${query}`}">${content}</div>`
}
