import { eventually } from './asterisk.ts'
import { type Extension, type Link, startLink } from './link.ts'
import type { Call, Phone } from './phone.ts'

/** A forward policy that forwards nothing. */
export const noForwards = { Busy: '', 'No Answer': '', UnAvailable: '', All: '' }

/** An extension and its registered phone. */
export interface Party {
  readonly number: string
  readonly extension: Extension
  readonly phone: Phone
}

/** A link whose phones ring for a {@link shortRing} only, with a phone that calls. */
export interface Calls {
  readonly link: Link
  readonly caller: Phone
  /** Makes a party for each forward policy. Conditions that a policy does not name forward nothing. */
  extensions<const T extends readonly Partial<typeof noForwards>[]>(
    ...policies: T
  ): Promise<{ [Key in keyof T]: Party }>
  /** Applies more settings to the running Asterisk; without any, the usual ones again. */
  configure(...args: string[]): Promise<void>
  /** Waits until the caller and another phone have heard each other, and hangs up. */
  hearBoth(callee: Phone, call: Call): Promise<void>
  /** Waits until no channel of these numbers is left: Asterisk answers a BYE before it gives the seat free. */
  untilFree(...numbers: readonly string[]): Promise<void>
  /** Waits for a text in the log. */
  logged(text: string): Promise<void>
  stop(): Promise<void>
}

const enoughPackets = 10

/**
 * The seconds until a call counts as not answered. Asterisk counts from before it sends the INVITE, and takes a phone that has said nothing by
 * then for one that is not there. So each phone of a busy machine must be able to say within them that it rings.
 */
export const shortRing = ['--pbx-ring-time', '3'] as const

export async function startCalls(): Promise<Calls> {
  const usual = [...shortRing, '--simotel-forward-all', 'fallback']
  const link = await startLink(undefined, usual)
  const caller = (await link.registered()).phone
  const party = async (policy: Partial<typeof noForwards>): Promise<Party> => {
    const made = await link.registered({ forward_policy: { ...noForwards, ...policy } })
    return { number: made.extension.number, ...made }
  }
  return {
    link,
    caller,
    async extensions<const T extends readonly Partial<typeof noForwards>[]>(...policies: T) {
      return (await Promise.all(policies.map(party))) as { [Key in keyof T]: Party }
    },
    async configure(...args) {
      await link.asterisk.configure(...usual, ...args)
    },
    async hearBoth(callee, call) {
      const before = [caller.heard, callee.heard] as const
      await eventually('sound in both directions', () => {
        return caller.heard > before[0] + enoughPackets && callee.heard > before[1] + enoughPackets
      })
      await call.hangUp()
    },
    async untilFree(...numbers) {
      const channels = () => link.asterisk.cli('core show channels concise')
      await eventually(`no channel of ${numbers} is left`, async () => {
        const shown = await channels()
        return !numbers.some((number) => shown.includes(`PJSIP/${number}-`))
      }).catch(async (error) => {
        throw new Error(`${error.message}\n${await channels()}`)
      })
    },
    logged: (text) => eventually(`the log says ${text}`, () => link.asterisk.output().includes(text)),
    stop: () => link.stop(),
  }
}
