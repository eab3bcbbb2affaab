import type { CampaignCall } from '../src/core/campaign/campaign-calls.ts'
import { describeCampaignCalls } from './campaign-calls-contract.ts'
import { StandInCalls } from './stand-in-calls.ts'

describeCampaignCalls('the stand-in of the PBX', { skip: false }, async () => {
  const calls = new StandInCalls({ now: Date.now }, (number) =>
    number.startsWith('1') ? { kind: 'ringing' } : { kind: 'busy', wait: 1 },
  )
  const timer = setInterval(() => calls.tick(), 5)
  let serial = 0
  return {
    calls,
    callTo(kind): CampaignCall {
      serial++
      return {
        ...{ id: `orig.call.1.${String(serial).padStart(6, '0')}`, campaign: 'c0ffee', trunk: 'out', sound: '' },
        ...{
          number: `${kind === 'ringing' ? 1 : 2}${serial}`,
          digits: 0,
          context: '',
          text: '',
          ringTime: 30,
          longest: 60,
        },
      }
    },
    timesCalled: ({ number }) => calls.begun.filter((call) => call.number === number).length,
    async stop() {
      clearInterval(timer)
    },
  }
})
