import { describeCampaignCalls } from '../campaign-calls-contract.ts'
import { noAsterisk } from './support/asterisk.ts'
import { startCampaignPbx } from './support/campaign-calls.ts'

describeCampaignCalls('a real Asterisk', { skip: noAsterisk }, async () => {
  const pbx = await startCampaignPbx()
  let serial = 0
  return {
    calls: pbx.calls,
    // The last digit tells what the number does.
    callTo: (kind) => pbx.call(`0912${String(++serial).padStart(5, '0')}${kind === 'ringing' ? 2 : 1}`),
    timesCalled: ({ number }) => pbx.timesCalled(number),
    stop: () => pbx.stop(),
  }
})
