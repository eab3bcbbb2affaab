import { after } from 'node:test'
import { Lox24Client, sampleClientId, sampleToken, startLox24 } from '../../../test/acceptance/support/lox24.ts'
import { describeCarrier } from '../../core/message/carrier.contract.ts'
import { lox24Carrier } from './lox24.ts'

// Another dialbook is the far side: dialbook behind dialbook.
const server = await startLox24({ args: ['--message-routes', 'direct=paper:0.05'] })
after(() => server.stop())
const client = new Lox24Client(server)

describeCarrier('lox24, with another dialbook', async (onReceipts) => {
  const awaited = new Set<string>()
  const carrier = lox24Carrier({
    ...{ name: 'lox24', inbox: undefined },
    ...{ server: server.origin, key: `${sampleClientId}:${sampleToken}`, service: 'direct' },
    clock: { now: () => Date.now() },
    awaited: async (_carrier, behind) =>
      [...awaited]
        .filter((carrierId) => carrierId > behind)
        .toSorted()
        .slice(0, 2)
        .map((carrierId) => ({ carrierId, sentAt: 0 })),
    async onReceipts(_carrier, receipts) {
      const kept = onReceipts(receipts)
      for (const [at, { carrierId }] of receipts.entries()) if (kept[at]) awaited.delete(carrierId)
      return kept
    },
    onFault(error) {
      throw error
    },
    times: { lookEveryMs: 20 },
  })
  const { submit } = carrier
  return {
    carrier: {
      ...carrier,
      async submit(outgoing) {
        const submission = await submit(outgoing)
        if (submission.kind === 'taken') for (const id of submission.carrierIds) awaited.add(id)
        return submission
      },
    },
    isWhole: true,
    // The far side refuses at once what is no number, and later what its own carrier refuses.
    numbers: { fine: '+491701234500', refused: '+4', failed: '+491701234590', expired: '+491701234592' },
    async arrived(number) {
      const list = await client.ok<{ phone: string; text: string }[]>(200, 'GET', '/sms')
      return list.filter(({ phone }) => phone === number).map(({ text }) => text)
    },
    close: () => carrier.close(),
  }
})
