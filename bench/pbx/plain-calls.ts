import { setTimeout as pause } from 'node:timers/promises'
import { type Ami, connectAmi } from '../../src/pbx/ami.ts'
import type { Asterisk } from '../../test/pbx/support/asterisk.ts'
import { cpuOf } from '../processes.ts'

const rate = 20
const calls = 200

/**
 * The processor time of Asterisk, in milliseconds, for a call without a dialplan, a campaign and a rule: it rings the far end, plays a
 * sound, and hangs up. Each campaign's call costs at least so much on this machine.
 */
export async function plainCallCpu(asterisk: Asterisk, far: string, sound: string): Promise<number> {
  let ended = 0
  const stop = new AbortController()
  const ami = await connectAmi({
    ...{ host: '127.0.0.1', port: asterisk.amiPort, username: 'dialbook', password: asterisk.password },
    onEvent: ({ Event }) => {
      if (Event === 'Hangup') ended++
    },
    signal: stop.signal,
  })
  const before = cpuOf(asterisk.pid)
  for (let made = 0; made < calls; made++) {
    await begin(ami, `PJSIP/far/sip:0912${String(made).padStart(7, '0')}@${far}`, sound)
    await pause(1000 / rate)
  }
  while (ended < calls) await pause(50)
  const cpu = (cpuOf(asterisk.pid) - before) / 1000 / calls
  stop.abort()
  return cpu
}

async function begin(ami: Ami, channel: string, sound: string): Promise<void> {
  await ami.list({
    ...{ Action: 'Originate', Channel: channel, Application: 'Playback', Data: sound },
    ...{ Timeout: '60000', Async: 'true' },
  })
}
