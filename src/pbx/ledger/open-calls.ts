import type { BookEvent, TransferMade, TrunkCall } from '../../core/event/event.ts'
import type { CallRecord } from '../../core/ledger/call-record.ts'
import type { SpoolPlace } from '../../core/ledger/ledger-port.ts'
import { callEnded } from './call-ended.ts'
import { type ChannelEvent, endpointOf, extraOf, factsOf } from './channel-event.ts'
import { OpenCall, type OpenChannel } from './open-call.ts'

/** What follows from an event on a channel. */
export interface Followed {
  readonly calls: readonly CallRecord[]
  readonly events: readonly BookEvent[]
}

/** Seconds by which the first channel of a new Asterisk is younger than the last of the one before, at the least. */
const restartSeconds = 2

/** The id that Asterisk gives a channel: the second of its start, and its number. The first channels of a campaign's call have none. */
const countedId = /^(?:.*-)?(\d+)\.(\d+)$/

/** The calls that go on, as the events on their channels tell. */
export class OpenCalls {
  readonly #callOf = new Map<string, OpenCall>()
  readonly #since = new Map<OpenCall, SpoolPlace>()
  readonly #toldIncoming = new WeakSet<OpenCall>()
  #newest = { serial: -1, second: 0 }

  /** The place of the first event of the call that is open for the longest time; undefined where none is open. */
  get openSince(): SpoolPlace | undefined {
    return this.#since.values().next().value
  }

  /** Takes an event, which stands at a place of the spool. */
  follow(event: ChannelEvent, place: SpoolPlace): Followed {
    const calls: CallRecord[] = []
    const events: BookEvent[] = []
    const end = (call: OpenCall): void => {
      for (const id of call.channels.keys()) if (this.#callOf.get(id) === call) this.#callOf.delete(id)
      this.#since.delete(call)
      if (isEmpty(call)) return
      const record = call.record()
      calls.push(record)
      events.push(callEnded(record))
    }
    if (event.type === 'CHAN_START' && this.#isOfNewAsterisk(event)) this.#loseCounted().forEach(end)
    if (event.type !== 'LINKEDID_END') {
      const call = this.#callAt(event, place)
      const channel = call?.channels.get(event.uniqueId)
      if (call && channel) {
        call.lastAt = Math.max(call.lastAt, event.at)
        events.push(...this.#apply(event, call, channel))
        if (call.isOver) end(call)
      }
    }
    return { calls, events }
  }

  /** Ends the calls that began before a time, in epoch microseconds: the Asterisk that had them is gone. */
  loseBefore(time: number): Followed {
    const lost = this.#lose(({ lastAt }) => lastAt < time).filter((call) => !isEmpty(call))
    for (const call of lost) this.#since.delete(call)
    const calls = lost.map((call) => call.record())
    return { calls, events: calls.map(callEnded) }
  }

  /** Marks the calls that go on while the spool has damaged lines. */
  doubtAll(): void {
    for (const call of this.#since.keys()) call.doubts.add('gap')
  }

  /** Those that have nothing yet but the first channels of a campaign's call, which nobody counts, may be the new Asterisk's. */
  #loseCounted(): OpenCall[] {
    return this.#lose(({ channels }) => [...channels.keys()].some((id) => countedId.test(id)))
  }

  #lose(isLost: (call: OpenCall) => boolean): OpenCall[] {
    const lost = [...this.#since.keys()].filter(isLost)
    for (const call of lost) {
      call.doubts.add('end')
      for (const id of call.channels.keys()) this.#callOf.delete(id)
    }
    return lost
  }

  /** Whether the channel is of an Asterisk that has begun to count its channels anew. */
  #isOfNewAsterisk({ uniqueId }: ChannelEvent): boolean {
    const [, second = '0', serial = '0'] = countedId.exec(uniqueId) ?? []
    const made = { serial: Number(serial), second: Number(second) }
    const isNew = made.serial < this.#newest.serial && made.second >= this.#newest.second + restartSeconds
    if (isNew || made.serial > this.#newest.serial) this.#newest = made
    return isNew
  }

  /** The call of an event, which may be a new one. Asterisk tells by the linked id when a channel has come to another call. */
  #callAt(event: ChannelEvent, place: SpoolPlace): OpenCall | undefined {
    const known = this.#callOf.get(event.uniqueId)
    const linked = this.#callOf.get(event.linkedId) ?? this.#byId(event.linkedId)
    if (known && linked && known !== linked) return this.#join(linked, known, event.at)
    if (known) return known
    if (event.type !== 'CHAN_START' && event.type !== 'BRIDGE_ENTER' && event.type !== 'ANSWER') return undefined
    if (linked) {
      linked.add(event, false)
      this.#callOf.set(event.uniqueId, linked)
      return linked
    }
    const call = new OpenCall(event, event.uniqueId === event.linkedId)
    this.#callOf.set(event.uniqueId, call)
    this.#since.set(call, place)
    return call
  }

  #byId(id: string): OpenCall | undefined {
    for (const call of this.#since.keys()) if (call.id === id) return call
    return undefined
  }

  #join(into: OpenCall, part: OpenCall, at: number): OpenCall {
    if (into === part) return into
    for (const id of part.channels.keys()) this.#callOf.set(id, into)
    into.absorb(part, at)
    const [mine, its] = [this.#since.get(into), this.#since.get(part)]
    this.#since.delete(part)
    // The older place counts for both: a map keeps its order, so that the first is the oldest.
    if (mine && its && isBefore(its, mine, [...this.#since.values()])) this.#since.set(into, its)
    into.settleTalks(at)
    return into
  }

  #apply(event: ChannelEvent, call: OpenCall, channel: OpenChannel): BookEvent[] {
    const extra = extraOf(event)
    switch (event.type) {
      case 'CHAN_START':
        return this.#started(call, channel)
      case 'ANSWER':
        channel.answeredAt ??= event.at
        return this.#arrived(call)
      case 'BRIDGE_ENTER':
        channel.bridge = String(extra.bridge_id)
        call.settleTalks(event.at)
        return []
      case 'BRIDGE_EXIT':
        if (channel.bridge === extra.bridge_id) channel.bridge = null
        call.settleTalks(event.at)
        return []
      case 'HANGUP':
        channel.cause = Number(extra.hangupcause ?? 0)
        return []
      case 'CHAN_END':
        channel.endedAt = event.at
        call.settleTalks(event.at)
        return []
      case 'PICKUP':
        this.#pickedUp(event, call, channel, String(extra.pickup_channel_uniqueid))
        return []
      case 'BLINDTRANSFER': {
        const moved = call.channels.get(String(extra.transferee_channel_uniqueid))?.party ?? ''
        return [transferIn(call, event.at, 'blind-transfer', [channel.party, moved, String(extra.extension ?? '')])]
      }
      case 'ATTENDEDTRANSFER':
        return [this.#transferred(event, call, channel, extra)]
      default:
        return event.name === '' ? [] : this.#noted(event, call)
    }
  }

  #started(call: OpenCall, channel: OpenChannel): BookEvent[] {
    if (channel === call.caller) return []
    const events = this.#arrived(call)
    if (channel.trunk === '') return events
    if (channel.party === '') channel.party = call.outsideNumber
    const caller = endpointOf(call.caller.name) ?? ''
    const extension = /^\d+$/.test(caller) ? caller : ''
    return [...events, trunkCall('outgoing-call', call, { extension, number: channel.party, trunk: channel.trunk })]
  }

  /** Tells of a call that has come in, once it is let in: a refused one reaches no phone and is not answered. */
  #arrived(call: OpenCall): BookEvent[] {
    if (call.caller.trunk === '' || this.#toldIncoming.has(call)) return []
    this.#toldIncoming.add(call)
    const { party, trunk } = call.caller
    return [trunkCall('incoming-call', call, { extension: '', number: party, trunk })]
  }

  #noted(event: ChannelEvent, call: OpenCall): BookEvent[] {
    const facts = factsOf(event)
    if (event.name === 'forward') {
      const { from = '', to = '', why = '' } = facts
      call.steps.push({ kind: 'forward', at: event.at, by: from, to, why })
      return []
    }
    const known = call.facts[event.name]
    call.facts[event.name] = { ...known, ...facts }
    if (event.name !== 'route') return []
    const { branch = '', kind = '' } = facts
    // `open-then` is the branch `then` of the announcement behind the branch `open`.
    const way = [known?.way ?? '', branch.slice(branch.lastIndexOf('-') + 1), kind].filter((part) => part !== '')
    call.facts.route = { ...known, ...facts, way: way.join('/') }
    return this.#arrived(call)
  }

  #pickedUp(event: ChannelEvent, call: OpenCall, rung: OpenChannel, takerId: string): void {
    const other = this.#callOf.get(takerId)
    if (other && other !== call) this.#join(call, other, event.at)
    const taker = call.channels.get(takerId)?.party ?? ''
    call.steps.push({ kind: 'pickup', at: event.at, by: rung.party, to: taker })
  }

  #transferred(
    event: ChannelEvent,
    call: OpenCall,
    channel: OpenChannel,
    extra: Readonly<Record<string, unknown>>,
  ): TransferMade {
    const other = this.#callOf.get(String(extra.channel2_uniqueid))
    if (other && other !== call) this.#join(call, other, event.at)
    const partyOf = (id: unknown): string => call.channels.get(String(id))?.party ?? ''
    const [moved, target] = [
      partyOf(extra.transferee_channel_uniqueid),
      partyOf(extra.transfer_target_channel_uniqueid),
    ]
    return transferIn(call, event.at, 'attended-transfer', [channel.party, moved, target])
  }
}

function transferIn(
  call: OpenCall,
  at: number,
  kind: 'blind-transfer' | 'attended-transfer',
  [by, moved, to]: readonly [string, string, string],
): TransferMade {
  call.steps.push({ kind, at, by, to })
  return { kind: 'transfer', extension: by, callId: call.id, transferred: moved, to, happenedAt: at }
}

function trunkCall(
  kind: TrunkCall['kind'],
  call: OpenCall,
  { extension, number, trunk }: Pick<TrunkCall, 'extension' | 'number' | 'trunk'>,
): TrunkCall {
  const { id: originateId } = call.facts.originate ?? {}
  return {
    kind,
    extension,
    callId: call.id,
    number,
    trunk,
    happenedAt: call.lastAt,
    ...(originateId && { originateId }),
  }
}

/** Whether nothing of a call is known but local channels. */
function isEmpty(call: OpenCall): boolean {
  return [...call.channels.values()].every(({ isLocal }) => isLocal) && call.facts.originate === undefined
}

function isBefore(one: SpoolPlace, other: SpoolPlace, inOrder: readonly SpoolPlace[]): boolean {
  return one.file === other.file ? one.offset < other.offset : inOrder.indexOf(one) < inOrder.indexOf(other)
}
