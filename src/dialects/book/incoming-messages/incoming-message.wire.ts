import type { IncomingMessage } from '../../../core/incoming-message/incoming-message.ts'
import { orNull } from '../../fields.ts'
import { boolean, exactly, integer, type Shown, string } from '../../schemas.ts'
import { moment, momentSchema } from '../values.ts'

const shown = {
  ...{ id: integer, hexId: string, from: string, to: string, text: string, receivedAt: momentSchema },
  ...{ answers: orNull(string), carrier: string, optsOut: boolean },
}

/** The schema of a message that came in. */
export const incomingMessageSchema = exactly(shown)

/** A message that came in, as this API shows it. */
export function incomingMessageWire(message: IncomingMessage): object {
  const { id, hexId, from, to, text, receivedAt, answers, carrier, optsOut } = message
  return {
    ...{ id, hexId, from, to, text, receivedAt: moment(receivedAt), answers, carrier, optsOut },
  } satisfies Shown<typeof shown>
}
