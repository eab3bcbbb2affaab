import type { PlacedCall } from '../core/call/dialer.ts'
import type { Ami } from './ami.ts'
import type { AmiMessage } from './ami-messages.ts'

/** Milliseconds beyond the ring time after which Asterisk gives the caller up by itself. */
const graceMs = 2000

/** Has Asterisk begin a call. It answers as soon as the call is queued. */
export async function placeCall(ami: Ami, call: PlacedCall): Promise<void> {
  await ami.list(actionOf(call))
}

/**
 * Whether the dialplan has a context of that name, and an extension in it, where one is asked for. What a `switch` of the context
 * finds elsewhere counts as there.
 */
export async function hasContext(ami: Ami, context: string, extension?: string): Promise<boolean> {
  const asked = extension !== undefined && { Extension: extension }
  try {
    await ami.list({ Action: 'ShowDialPlan', Context: context, ...asked })
    return true
  } catch (error) {
    if (!(error instanceof Error) || !/did not find (context|extension)/i.test(error.message)) throw error
    if (!/extension/i.test(error.message)) return false
  }
  const parts = await ami.list({ Action: 'ShowDialPlan', Context: context })
  return parts.some(({ Switch }) => Switch !== undefined)
}

/**
 * The action for a call. Its channel is a local one whose other half rings the caller in `originate`
 * (`asterisk/extensions_originate.conf`); this half calls the callee in `originated`.
 */
function actionOf({ id, caller, callee, shown, context, ringTime, longest }: PlacedCall): AmiMessage {
  const variables = {
    originated_call_id: id,
    originate_caller: caller.number,
    originate_callee: callee.number,
    originate_caller_trunk: caller.trunk ?? '',
    originate_callee_trunk: callee.trunk ?? '',
    originate_shown: shown,
    originate_context: context,
    originate_ring: String(ringTime),
    originate_longest: String(longest ?? 0),
  }
  return {
    Action: 'Originate',
    Channel: `Local/${caller.number}@originate/n`,
    Context: 'originated',
    Exten: callee.number,
    Priority: '1',
    Timeout: String(ringTime * 1000 + graceMs),
    Async: 'true',
    Variable: Object.entries(variables)
      .map(([name, value]) => `${name}=${value}`)
      .join(','),
  }
}
