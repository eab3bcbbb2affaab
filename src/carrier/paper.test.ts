import { buildBook } from '../../test/builders.ts'
import { describeCarrier } from '../core/message/carrier.contract.ts'
import { paperCarrier } from './paper.ts'

describeCarrier('paper', async (onReceipts) => {
  const book = await buildBook()
  const { store, clock } = book.core
  const carrier = paperCarrier({
    ...{ tray: store.paper, clock },
    onReceipts: async (_carrier, receipts) => onReceipts(receipts),
    onFault(error) {
      throw error
    },
  })
  return {
    carrier,
    numbers: { fine: '+4917012300', refused: '+4917012390', failed: '+4917012391', expired: '+4917012392' },
    async arrived(number) {
      const all = await store.paper.all(1)
      return all.filter((each) => each.number === number).map(({ texts }) => texts.join(''))
    },
    async close() {
      await carrier.close()
      await book.close()
    },
  }
})
