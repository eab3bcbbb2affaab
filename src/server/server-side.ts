import type { Core } from '../core/core.ts'
import type { ServerSide } from '../dialects/dialect.ts'
import { dialects } from '../dialects/dialects.ts'

/** Milliseconds for which a report of the PBX holds: it lists every phone, however many look at their list. */
const reportHolds = 2000

/** Milliseconds for which the calls that go on hold: no longer than the time between two looks at a live part. */
const callsHold = 900

/** What dialects and the page know of the server beside the book. */
export function serverSide(clock: Core['clock'], pbx: ServerSide['phones']): ServerSide {
  return {
    webhooks: dialects.flatMap(({ name, webhooks }) => (webhooks ? [{ dialect: name, ...webhooks }] : [])),
    phones: pbx && {
      isConnected: () => pbx.isConnected(),
      report: keepFor(reportHolds, clock, () => pbx.report()),
      calls: keepFor(callsHold, clock, () => pbx.calls()),
    },
  }
}

function keepFor<T>(ms: number, clock: Core['clock'], ask: () => Promise<T>): () => Promise<T> {
  let kept: { readonly at: number; readonly answer: Promise<T> } | undefined
  return () => {
    const now = clock.now()
    if (!kept || now - kept.at >= ms) kept = { at: now, answer: ask() }
    return kept.answer
  }
}
