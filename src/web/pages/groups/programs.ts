import type { Group } from '../../../core/group/group.ts'
import { type Html, html } from '../../html.ts'
import type { View } from '../../view.ts'

/** The calls of each API that read this group, to be pasted: with its own ids, and a place for the key. */
export function programs({ origin }: View, { id, hexId, name }: Group): Html {
  const conditions = JSON.stringify({ alike: false, conditions: { _id: hexId } })
  const calls = [
    ['dialbook', `curl -H 'Authorization: Bearer KEY' '${origin}/book/api/v1/groups?q=${encode(name)}'`],
    [
      'Simotel',
      `curl -u USER:PASSWORD -H 'X-APIKEY: KEY' -H 'Content-Type: application/json' -d '${conditions}' '${origin}/api/v4/autodialer/groups/search'`,
    ],
    ['LOX24', `curl -H 'X-LOX24-AUTH-TOKEN: KEY' '${origin}/groups/${id}'`],
    ['CheckMarket', `curl -H 'X-Master-Key: MASTER' -H 'X-Key: KEY' '${origin}/3/contactgroups/${id}'`],
  ] as const
  return html`${calls.map(([title, call]) => html`<h3>${title}</h3><pre tabindex="0">${call}</pre>`)}`
}

/** A text in a query, with nothing left that a shell would read. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll("'", '%27')
}
