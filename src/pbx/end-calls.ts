import type { Ami } from './ami.ts'

/** Ends every call that a phone of the extension is in, or that rings there. */
export async function endCalls(ami: Ami, number: string): Promise<void> {
  const channels = await ami.list({ Action: 'CoreShowChannels' })
  const own = channels.flatMap(({ Channel = '' }) => (Channel.startsWith(`PJSIP/${number}-`) ? [Channel] : []))
  // A channel that is gone by now has ended.
  await Promise.all(own.map((Channel) => ami.list({ Action: 'Hangup', Channel, Cause: '21' }).catch(() => undefined)))
}
