import { giveWay } from '../give-way.ts'
import type { OptOut } from './opt-out.ts'
import type { OptOutReader } from './opt-out-port.ts'

/** Opt-outs that are read before others are served. */
const step = 500

/** Goes through all opt-outs of an account. Returns the greatest id. */
export async function eachOptOut(
  reader: Pick<OptOutReader, 'after'>,
  accountId: number,
  take: (optOut: OptOut) => void,
): Promise<number> {
  for (let after = 0; ; ) {
    const some = await reader.after(accountId, {}, { after, limit: step })
    for (const optOut of some) take(optOut)
    after = some.at(-1)?.id ?? after
    if (some.length < step) return after
    await giveWay()
  }
}
