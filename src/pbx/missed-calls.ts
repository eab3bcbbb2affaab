import type { MissedCall } from '../core/call/missed-call.ts'
import type { Ami } from './ami.ts'
import type { AmiMessage } from './ami-messages.ts'

const family = 'missed'

/** Whether Asterisk tells of a call that was missed just now (asterisk/extensions_missed.conf). */
export function isMissedCall({ Event, UserEvent }: AmiMessage): boolean {
  return Event === 'UserEvent' && UserEvent === 'MissedCall'
}

/**
 * Takes the missed calls that Asterisk has noted in its own database, also while nobody was connected. A note goes when
 * `keep` has kept its call; after a crash between the two the same call comes again, with the same id.
 */
export async function takeMissedCalls(ami: Ami, keep: (calls: readonly MissedCall[]) => Promise<void>): Promise<void> {
  // Without any note the answer is an error, and not an empty list.
  const notes = await ami.list({ Action: 'DBGetTree', Family: family }).catch((): AmiMessage[] => [])
  const calls = notes.flatMap(({ Key = '', Val = '' }) => {
    const [, id, extension] = /^\/missed\/((\d+)\/[\d.]+)$/.exec(Key) ?? []
    const [epoch = '', caller = ''] = Val.split('|')
    return id === undefined || extension === undefined ? [] : [{ id, extension, caller, at: Number(epoch) * 1000 }]
  })
  if (calls.length === 0) return
  await keep(calls)
  for (const { id } of calls) await ami.list({ Action: 'DBDel', Family: family, Key: id })
}
