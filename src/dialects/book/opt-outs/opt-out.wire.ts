import { closedChannels, type OptOut, unsubscribeReasons } from '../../../core/opt-out/opt-out.ts'
import { orNull } from '../../fields.ts'
import { exactly, integer, type Shown, string } from '../../schemas.ts'
import { moment, momentSchema } from '../values.ts'

const shown = {
  ...{ id: integer, number: orNull(string), email: orNull(string), channel: { enum: closedChannels } },
  ...{ since: momentSchema, reason: orNull(string), code: orNull({ ...integer, enum: codes() }) },
  ...{ source: string, by: exactly({ key: orNull(integer), name: orNull(string) }) },
}

/** The codes of the reasons that people choose from. */
export function codes(): readonly number[] {
  return Object.keys(unsubscribeReasons).map(Number)
}

/** The schema of an opt-out. */
export const optOutSchema = exactly(shown)

/** An opt-out as this API shows it. */
export function optOutWire({
  id,
  number,
  email,
  channel,
  since,
  reason,
  unsubscribeReason,
  ...optOut
}: OptOut): object {
  const by = { key: optOut.credentialId, name: optOut.author }
  return {
    ...{ id, number, email, channel, since: moment(since), reason, code: unsubscribeReason },
    ...{ source: optOut.source, by },
  } satisfies Shown<typeof shown>
}
