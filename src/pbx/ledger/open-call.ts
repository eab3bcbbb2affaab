import type { CallLeg, CallRecord, CallStep, CallTalk, Disposition, Doubt } from '../../core/ledger/call-record.ts'
import { type ChannelEvent, endpointOf } from './channel-event.ts'

/** A channel of a call. Both halves of a local channel are channels of no party. */
export interface OpenChannel {
  readonly uniqueId: string
  readonly name: string
  party: string
  readonly trunk: string
  readonly extension: string
  readonly isLocal: boolean
  readonly startedAt: number
  answeredAt: number | null
  endedAt: number | null
  cause: number
  bridge: string | null
}

/** A call that goes on: its channels and what has happened on them. */
export class OpenCall {
  readonly id: string
  /** The name of the caller's channel, and what it dialled. */
  readonly caller: OpenChannel
  readonly dialled: string
  readonly channels = new Map<string, OpenChannel>()
  readonly talks: CallTalk[] = []
  readonly steps: CallStep[] = []
  readonly doubts = new Set<Doubt>()
  readonly facts: Record<string, Readonly<Record<string, string>>> = {}
  readonly #running = new Map<string, { one: OpenChannel; other: OpenChannel; from: number }>()
  lastAt: number

  constructor(event: ChannelEvent, isCaller: boolean) {
    this.id = event.linkedId
    this.lastAt = event.at
    this.dialled = isCaller && event.extension !== 's' ? event.extension : ''
    this.caller = this.add(event, isCaller)
    if (event.type !== 'CHAN_START') this.doubts.add('begin')
  }

  /** Adds a channel. The first of a call is the caller's. */
  add(event: ChannelEvent, isCaller: boolean): OpenChannel {
    const endpoint = endpointOf(event.channel)
    const isExtension = endpoint !== undefined && /^\d+$/.test(endpoint)
    const shown = event.callerNumber === '<unknown>' ? '' : event.callerNumber
    const made: OpenChannel = {
      uniqueId: event.uniqueId,
      name: event.channel,
      party: isExtension ? endpoint : shown,
      trunk: endpoint === undefined || isExtension ? '' : endpoint,
      extension: isCaller ? event.extension : '',
      isLocal: endpoint === undefined,
      startedAt: event.at,
      answeredAt: null,
      endedAt: null,
      cause: 0,
      bridge: null,
    }
    this.channels.set(made.uniqueId, made)
    return made
  }

  /** The number outside that a line of a trunk is dialled for: what the dialplan says, else where the call was sent last. */
  get outsideNumber(): string {
    const { originate, route, trunk } = this.facts
    if (trunk?.number) return trunk.number
    const sent = this.steps.findLast(({ kind }) => kind === 'forward' || kind === 'blind-transfer')
    if (sent) return sent.to
    const isFirst = [...this.channels.values()].filter(({ isLocal }) => !isLocal).length <= 1
    if (originate) return (isFirst ? originate.caller : originate.callee) ?? ''
    return route?.kind === 'outside' ? (route.targets ?? '') : this.dialled
  }

  get isOver(): boolean {
    return [...this.channels.values()].every(({ endedAt }) => endedAt !== null)
  }

  /** Takes over the channels, the talks and the steps of another call, which has become part of this one. */
  absorb(other: OpenCall, at: number): void {
    other.settleTalks(at, true)
    for (const [id, channel] of other.channels) this.channels.set(id, channel)
    this.talks.push(...other.talks)
    this.steps.push(...other.steps)
    for (const doubt of other.doubts) this.doubts.add(doubt)
    for (const [name, facts] of Object.entries(other.facts)) this.facts[name] ??= facts
    this.lastAt = Math.max(this.lastAt, other.lastAt)
  }

  /** Ends talks of channels that are apart, and begins those of channels that have come together. */
  settleTalks(at: number, isEnd = false): void {
    const together = isEnd ? new Map<string, readonly [OpenChannel, OpenChannel]>() : this.#pairs()
    for (const [key, { one, other, from }] of this.#running) {
      if (together.has(key)) continue
      this.#running.delete(key)
      this.talks.push({ one: one.party, other: other.party, from, until: at })
    }
    for (const [key, [one, other]] of together) {
      if (!this.#running.has(key)) this.#running.set(key, { one, other, from: at })
    }
  }

  /** The pairs of channels that can hear each other now: in one bridge, or in bridges that local channels join. */
  #pairs(): Map<string, readonly [OpenChannel, OpenChannel]> {
    const present = [...this.channels.values()].filter(({ bridge, endedAt }) => bridge !== null && endedAt === null)
    const roomOf = new Map<string, string>()
    for (const { bridge } of present) if (bridge !== null) roomOf.set(bridge, bridge)
    const rootOf = (bridge: string): string => {
      const up = roomOf.get(bridge) ?? bridge
      return up === bridge ? bridge : rootOf(up)
    }
    for (const channel of present.filter(({ isLocal }) => isLocal)) {
      const twin = present.find(({ name }) => name === twinOf(channel.name))
      if (twin?.bridge && channel.bridge) roomOf.set(rootOf(channel.bridge), rootOf(twin.bridge))
    }
    const pairs = new Map<string, readonly [OpenChannel, OpenChannel]>()
    const heard = present.filter(({ isLocal }) => !isLocal)
    for (const [at, one] of heard.entries()) {
      for (const other of heard.slice(at + 1)) {
        if (rootOf(one.bridge ?? '') !== rootOf(other.bridge ?? '')) continue
        const [first, second] = one.startedAt <= other.startedAt ? [one, other] : [other, one]
        pairs.set(`${first.uniqueId} ${second.uniqueId}`, [first, second])
      }
    }
    return pairs
  }

  /** The call as the ledger keeps it, once it is over. */
  record(): CallRecord {
    this.settleTalks(this.lastAt, true)
    const { originate = {}, route = {}, recording = {}, campaign = {} } = this.facts
    const real = [...this.channels.values()].filter(({ isLocal }) => !isLocal)
    const isIncoming = this.caller.trunk !== '' && originate.id === undefined
    const lines = real.filter((channel) => channel.trunk !== '' && channel !== this.caller)
    const out = lines.find((channel) => channel.answeredAt !== null) ?? lines.at(-1)
    const from = originate.caller ?? this.caller.party
    const to = originate.callee ?? this.#calledNumber()
    const endedAt = Math.max(this.lastAt, ...real.map((channel) => channel.endedAt ?? 0))
    const talks = this.talks.toSorted((one, other) => one.from - other.from)
    // The number of a campaign is the side from which its call goes on.
    const isOfCampaign = originate.campaign !== undefined
    const answeredAt = isOfCampaign ? (out?.answeredAt ?? null) : this.#answeredAt(talks)
    // A line that is given up has no cause of its own: the dialplan says why.
    if (isOfCampaign && out) out.cause ||= this.caller.cause
    const cause = (isOfCampaign && out?.cause) || this.caller.cause || (real.at(-1)?.cause ?? 0)
    return {
      ...{ callId: this.id, from, to, taker: this.#taker(isOfCampaign ? to : from, talks) },
      way: isIncoming ? 'incoming' : out || isOfCampaign ? 'outgoing' : 'local',
      entry: isIncoming ? this.caller.trunk : '',
      exit: out?.trunk ?? '',
      route: route.way ?? '',
      ...{ originateId: originate.id ?? '', campaign: originate.campaign ?? '', digits: campaign.digits ?? '' },
      recording: recording.file ?? '',
      disposition: answeredAt !== null ? 'ANSWERED' : unanswered(cause),
      ...{ startedAt: this.caller.startedAt, answeredAt, endedAt },
      legs: real.map((channel) => legOf(channel, this.lastAt)),
      ...{ talks, steps: this.steps.toSorted((one, other) => one.at - other.at), doubts: [...this.doubts] },
    }
  }

  /** The time from which the caller has talked; of a call that dialbook began, from which anybody has. */
  #answeredAt(talks: readonly CallTalk[]): number | null {
    return this.caller.isLocal ? (talks[0]?.from ?? null) : this.caller.answeredAt
  }

  /** A number that was dialled. Behind `*8` the call that was taken has it. */
  #calledNumber(): string {
    if (this.dialled !== '') return this.dialled
    return [...this.channels.values()].find((channel) => channel !== this.caller)?.party ?? ''
  }

  #taker(from: string, talks: readonly CallTalk[]): string {
    const talk = talks.find(({ one, other }) => one === from || other === from)
    return talk === undefined ? '' : talk.one === from ? talk.other : talk.one
  }
}

/** The end of a call that nobody took, by its cause. */
function unanswered(cause: number): Disposition {
  if (cause === 17) return 'BUSY'
  return failures.has(cause) ? 'FAILED' : 'NO ANSWER'
}

/** Causes of calls that nobody could have answered: no such number, refused, no way there, no line, overload. */
const failures: ReadonlySet<number> = new Set([1, 2, 3, 21, 22, 27, 28, 34, 38, 41, 42, 47, 58, 65, 88])

function legOf(channel: OpenChannel, lastAt: number): CallLeg {
  const { party, trunk, startedAt, answeredAt, endedAt, cause } = channel
  return { channel: channel.name, party, trunk, startedAt, answeredAt, endedAt: endedAt ?? lastAt, cause }
}

/** The other half of a local channel. */
function twinOf(name: string): string {
  return name.endsWith(';1') ? `${name.slice(0, -1)}2` : name.endsWith(';2') ? `${name.slice(0, -1)}1` : ''
}
