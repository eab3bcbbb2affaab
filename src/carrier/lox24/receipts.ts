import type { Receipt } from '../../core/message/carrier.ts'

/** `dlr_code` of what arrived, expired and was rejected (docs/wire/lox24.md §3.3). */
const ends: Readonly<Record<number, Receipt['state']>> = { 1: 'delivered', 8: 'expired', 16: 'failed' }

/** `status_code` of what is under way: new, and handed to the operator. All others are ends. */
const underWay: readonly unknown[] = [0, 100]

/** The members of a message that are read. */
export interface ShownSms {
  readonly uuid?: unknown
  readonly callback_data?: unknown
  readonly dlr_code?: unknown
  readonly status_code?: unknown
}

/** What a message as it is shown tells; undefined while there is nothing to tell. */
export function receiptIn({ uuid, dlr_code: report, status_code: status }: ShownSms, at: number): Receipt | undefined {
  const carrierId = String(uuid)
  const end = typeof report === 'number' ? ends[report] : undefined
  if (end === 'delivered') return { carrierId, state: end, at, problem: null }
  if (end === undefined && (typeof status !== 'number' || underWay.includes(status))) return undefined
  return { carrierId, state: end ?? 'failed', at, problem: `LOX24: status ${status}, report ${report}` }
}
