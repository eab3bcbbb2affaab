import type { IncomingMessage } from '../../../core/incoming-message/incoming-message.ts'
import { orNull } from '../../fields.ts'
import { integer, type Shown, string } from '../../schemas.ts'
import type { Resource } from '../answer.ts'
import { uuidOf } from '../sms/uuid.ts'

export const collectionIri = '/incomings'

/** The members of a message that came in, in the order of the vendor's page (docs/wire/lox24.md §3.4). */
export const shownIncoming = {
  uuid: string,
  to: string,
  from: string,
  received_at: integer,
  text: orNull(string),
  msg_uuid: orNull(string),
}

/** A message that came in, as it is answered. */
export function incomingResource({ hexId, to, from, receivedAt, text, answers }: IncomingMessage): Resource {
  const uuid = uuidOf(hexId)
  return {
    type: 'incomings',
    iri: `${collectionIri}/${uuid}`,
    fields: {
      ...{ uuid, to, from, received_at: Math.floor(receivedAt / 1000), text },
      msg_uuid: answers === null ? null : uuidOf(answers),
    } satisfies Shown<typeof shownIncoming>,
  }
}
