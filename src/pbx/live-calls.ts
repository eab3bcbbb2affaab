import type { LiveCall } from '../core/pbx/live-call.ts'
import type { AmiMessage } from './ami-messages.ts'
import { isOfCampaign } from './campaign-calls.ts'
import { endpointOf } from './ledger/channel-event.ts'

/** A channel of a phone or a trunk. Local channels are between channels of one call. */
interface Party {
  readonly uniqueId: string
  /** The number of the extension, or the one outside; empty where it is not known. */
  readonly number: string
  readonly trunk: string
  readonly isUp: boolean
  readonly isInBridge: boolean
}

/** The calls that the channels of `CoreShowChannels` belong to. */
export function liveCallsIn(channels: readonly AmiMessage[]): LiveCall[] {
  const calls = Map.groupBy(channels, ({ Linkedid = '' }) => Linkedid)
  return [...calls].filter(([id]) => id !== '').map(([id, ofCall]) => callOf(id, ofCall))
}

function callOf(id: string, channels: readonly AmiMessage[]): LiveCall {
  const dialled = dialledIn(channels)
  const parties = channels
    .flatMap((channel) => partyOf(channel, dialled))
    .toSorted((one, other) => (ageOf(one.uniqueId) ?? 0) - (ageOf(other.uniqueId) ?? 0))
  const caller = isOfCampaign(id) ? undefined : (parties.find(({ uniqueId }) => uniqueId === id) ?? parties[0])
  const called = parties.flatMap((each) => (each === caller || each.number === '' ? [] : [each.number]))
  const ages = channels.map(({ Uniqueid = '' }) => ageOf(Uniqueid)).filter((age) => age !== undefined)
  return {
    id,
    from: caller?.number ?? '',
    to: called.length > 0 || dialled === '' ? [...new Set(called)] : [dialled],
    trunks: [...new Set(parties.flatMap(({ trunk }) => (trunk === '' ? [] : [trunk])))],
    state: stateOf(parties),
    startedAt: ages.length > 0 ? Math.min(...ages) * 1000 : null,
  }
}

function stateOf(parties: readonly Party[]): LiveCall['state'] {
  if (parties.filter(({ isUp, isInBridge }) => isUp && isInBridge).length > 1) return 'talking'
  return parties.some(({ isUp }) => isUp) ? 'listening' : 'ringing'
}

/** The number that a call is for, as far as its channels tell before anybody has answered. */
function dialledIn(channels: readonly AmiMessage[]): string {
  for (const { Channel = '' } of channels) {
    const local = /^Local\/(\+?\d+)@campaign/.exec(Channel)?.[1]
    if (local !== undefined) return local
  }
  return channels.map(({ Exten = '' }) => Exten).find((each) => /^[+*#]?\d[\d*#]*$/.test(each)) ?? ''
}

function partyOf(channel: AmiMessage, dialled: string): Party[] {
  const { Channel = '', Uniqueid = '', Linkedid, CallerIDNum = '', ChannelStateDesc, BridgeId = '' } = channel
  const endpoint = endpointOf(Channel)
  if (endpoint === undefined) return []
  const isExtension = /^\d+$/.test(endpoint)
  const shown = /^\+?[\d*#]+$/.test(CallerIDNum) ? CallerIDNum : ''
  const outside = shown || (Uniqueid === Linkedid ? '' : dialled)
  return [
    {
      uniqueId: Uniqueid,
      number: isExtension ? endpoint : outside,
      trunk: isExtension ? '' : endpoint,
      isUp: ChannelStateDesc === 'Up',
      isInBridge: BridgeId !== '',
    },
  ]
}

/** The second in which a channel began, which Asterisk makes its id of: `1790000000.17`. */
function ageOf(uniqueId: string): number | undefined {
  const [, seconds] = /^(\d{9,11})\.\d+$/.exec(uniqueId) ?? []
  return seconds === undefined ? undefined : Number(seconds)
}
