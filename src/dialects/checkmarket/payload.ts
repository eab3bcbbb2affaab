import { type Contract, contract, type Shape, toJson, type Wire } from './contract.ts'
import { instant } from './dates.ts'
import type { Format } from './negotiate.ts'
import { writeXml } from './xml-writer.ts'

/** The answer of an operation: the content of an envelope. `page` is there exactly when `data` is a list. */
export interface Answer {
  readonly data: Wire
  readonly page?: PageMeta
  readonly links?: Shape
  /** The revision of the one thing that is shown, or was changed. */
  readonly revision?: string
}

/** An answer without an envelope, which is JSON whatever is accepted. */
export interface BareAnswer {
  readonly document: object
}

/** The place of a page in its whole list. */
export interface PageMeta {
  readonly total: number
  readonly top: number
  readonly skip: number
  /** Items on this page. */
  readonly count: number
  readonly isFiltered: boolean
}

const metaContract = contract({
  name: 'Meta',
  classes: [
    ['Status', 'TotalRowCount', 'Limit', 'Offset', 'TotalPageCount', 'StartRec', 'StopRec', 'Timestamp', 'IsFiltered'],
  ],
  omitsNull: true,
})

const payloadContract: Contract = contract({
  name: 'Payload',
  classes: [['Meta', 'Data', 'Links']],
  isReference: true,
  omitsNull: true,
})

/** The envelope of every answer, as text (docs/wire/checkmarket.md §3). `at` is now. */
export function renderPayload(format: Format, status: number, answer: Answer, at: number): string {
  const payload: Shape = {
    contract: payloadContract,
    members: { Meta: metaOf(status, answer.page, at), Data: answer.data, Links: answer.links ?? null },
  }
  return format === 'xml' ? writeXml(payload) : JSON.stringify(toJson(payload))
}

function metaOf(status: number, page: PageMeta | undefined, at: number): Shape {
  const { top, skip, count, total } = page ?? { top: 0, skip: 0, count: 0, total: 0 }
  const paging = page && {
    TotalRowCount: total,
    Limit: top,
    Offset: skip,
    TotalPageCount: top === 0 ? 0 : Math.ceil(total / top),
    StartRec: count === 0 ? 0 : skip + 1,
    StopRec: count === 0 ? 0 : skip + count,
  }
  return {
    contract: metaContract,
    members: {
      Status: status,
      ...paging,
      Timestamp: instant(at),
      ...(page && { IsFiltered: page.isFiltered }),
    },
  }
}
