import type { PushWake } from '../core/event/event.ts'
import type { Ami } from './ami.ts'
import type { AmiMessage } from './ami-messages.ts'

/** The event of a call that waits for a phone which has to be woken (asterisk/extensions_call.conf). */
export function pushWakeOf(message: AmiMessage): PushWake | undefined {
  const { Event, UserEvent, Extension = '', Caller = '', Linkedid = '' } = message
  if (Event !== 'UserEvent' || UserEvent !== 'PushWake' || Extension === '') return undefined
  return { kind: 'push-wake', extension: Extension, callId: Linkedid, number: Caller }
}

/** Has the call wait longer than the second in which it waits for this word. A call that is over waits no more. */
export async function haveCallWait(ami: Ami, { Channel = '' }: AmiMessage): Promise<void> {
  await ami.list({ Action: 'Setvar', Channel, Variable: 'woken', Value: '1' }).catch(() => undefined)
}
