import type { BookEvent, CallEnded, CallShare, ExtensionState } from '../core/event/event.ts'
import type { AmiMessage } from './ami-messages.ts'

const states: Readonly<Record<string, ExtensionState>> = {
  NOT_INUSE: 'idle',
  INUSE: 'in-use',
  BUSY: 'in-use',
  ONHOLD: 'in-use',
  RINGING: 'ringing',
  RINGINUSE: 'ringing',
  UNAVAILABLE: 'unavailable',
  INVALID: 'unavailable',
}

/** Makes events of what Asterisk says of its devices and channels. */
export class CallTracker {
  readonly #tell: (event: BookEvent) => void
  readonly #now: () => number
  /** What Asterisk says of each device. */
  readonly #devices = new Map<string, ExtensionState>()
  #registered: ReadonlySet<string> = new Set()
  /** What was told of each extension last, or was so when the tracking began. */
  readonly #states = new Map<string, ExtensionState>()
  #isFirst = true
  /** The call that each extension is in, or was in last. */
  readonly #calls = new Map<string, CallShare>()
  /** The number that each extension shows in its call, by which it is not always known. */
  readonly #shown = new Map<string, string>()

  constructor(tell: (event: BookEvent) => void, now: () => number) {
    this.#tell = tell
    this.#now = now
  }

  /** Takes all as it is on a PBX that was just connected: what has changed since the last connection is told. */
  learn(devices: readonly AmiMessage[], registered: ReadonlySet<string>): void {
    for (const device of devices) this.#keepDevice(device)
    this.#registered = registered
    for (const extension of new Set([...this.#devices.keys(), ...registered])) this.#update(extension)
    this.#isFirst = false
  }

  /**
   * Takes the numbers that have a registration. Asterisk itself tells of registrations only where it knew the extension
   * when it started, and takes every other for unavailable.
   */
  registeredAre(numbers: ReadonlySet<string>): void {
    const changed = this.#registered.symmetricDifference(numbers)
    this.#registered = numbers
    for (const extension of changed) this.#update(extension)
  }

  handle(message: AmiMessage): void {
    if (message.Event === 'DeviceStateChange') {
      const extension = this.#keepDevice(message)
      if (extension !== undefined) this.#update(extension)
    } else if (message.Event === 'Newchannel') this.#channelMade(message)
    else if (message.Event === 'NewConnectedLine') this.#partyKnown(message)
    else if (message.Event === 'DialBegin') this.#dialled(message)
    else if (message.Event === 'Cdr') this.#tell(callEnded(message, this.#now() * 1000))
  }

  #keepDevice({ Device = '', State = '' }: AmiMessage): string | undefined {
    const [extension, state] = [extensionOf(Device), states[State]]
    if (extension === undefined || state === undefined) return undefined
    this.#devices.set(extension, state)
    return extension
  }

  #update(extension: string): void {
    const device = this.#devices.get(extension) ?? 'unavailable'
    const state = device === 'unavailable' && this.#registered.has(extension) ? 'idle' : device
    if (this.#states.get(extension) === state) return
    this.#states.set(extension, state)
    if (this.#isFirst) return
    const call = this.#calls.get(extension)
    const isReachable = state !== 'unavailable'
    this.#tell({ kind: 'extension-state', extension, state, ...(call && isReachable && { call }) })
  }

  /** The first channel of a call is the caller's, and the call has its id. */
  #channelMade({ Channel = '', Uniqueid = '', Linkedid = '', Exten = '', CallerIDNum = '' }: AmiMessage): void {
    const isCaller = Uniqueid === Linkedid
    const extension = extensionOf(Channel)
    if (extension !== undefined) {
      const participant = isCaller ? knownNumber(Exten) : ''
      this.#calls.set(extension, { id: Linkedid, participant, direction: isCaller ? 'out' : 'in' })
      this.#shown.set(extension, CallerIDNum)
    }
    const trunk = trunkOf(Channel)
    if (trunk === undefined || !isCaller) return
    this.#tell({ kind: 'incoming-call', extension: '', callId: Linkedid, number: knownNumber(CallerIDNum), trunk })
  }

  #partyKnown({ Channel = '', Linkedid = '', ConnectedLineNum = '' }: AmiMessage): void {
    const extension = extensionOf(Channel)
    const call = extension === undefined ? undefined : this.#calls.get(extension)
    const participant = this.#partyOf(Linkedid, knownNumber(ConnectedLineNum), extension)
    if (extension === undefined || call?.id !== Linkedid || participant === '') return
    this.#calls.set(extension, { ...call, participant })
  }

  /** The extension that shows this number to the other in their call; the number itself where none does. */
  #partyOf(callId: string, number: string, other: string | undefined): string {
    if (number === '') return ''
    for (const [extension, shown] of this.#shown) {
      if (shown === number && extension !== other && this.#calls.get(extension)?.id === callId) return extension
    }
    return number
  }

  #dialled({ Channel = '', DestChannel = '', Linkedid = '', DialString = '', DestCallerIDNum = '' }: AmiMessage): void {
    const trunk = trunkOf(DestChannel)
    if (trunk === undefined) return
    const number = knownNumber(DestCallerIDNum) || (/^[^@/]+/.exec(DialString)?.[0] ?? '')
    this.#tell({ kind: 'outgoing-call', extension: extensionOf(Channel) ?? '', callId: Linkedid, number, trunk })
  }
}

/** The times are those of `cdr_manager.conf`, which do not depend on the zone of the PBX; without them the whole seconds. */
function callEnded(cdr: AmiMessage, now: number): CallEnded {
  const { Channel = '', DestinationChannel = '', Source = '', Destination = '', Disposition = '' } = cdr
  const endedAt = microseconds(cdr.EndEpoch) ?? now
  const startedAt = microseconds(cdr.StartEpoch) ?? endedAt - Number(cdr.Duration) * 1e6
  const answeredAt = microseconds(cdr.AnswerEpoch) ?? endedAt - Number(cdr.BillableSeconds) * 1e6
  const [entry, exit] = [trunkOf(Channel), trunkOf(DestinationChannel)]
  return {
    kind: 'call-ended',
    extension: extensionOf(Channel) ?? extensionOf(DestinationChannel) ?? '',
    callId: cdr.LinkedID ?? cdr.UniqueID ?? '',
    // The source is the number that the caller shows, which need not be its extension's.
    from: extensionOf(Channel) ?? Source,
    to: Destination,
    way: entry !== undefined ? 'incoming' : exit !== undefined ? 'outgoing' : 'local',
    trunk: entry ?? exit ?? '',
    ...(entry !== undefined && exit !== undefined && { exit }),
    disposition: Disposition,
    startedAt,
    answeredAt: Disposition === 'ANSWERED' ? answeredAt : null,
    endedAt,
  }
}

/** `1795242594.123456` as microseconds; undefined for none, which Asterisk writes as zero. */
function microseconds(epoch: string | undefined): number | undefined {
  const [, whole, rest] = /^([1-9]\d*)\.(\d{6})$/.exec(epoch ?? '') ?? []
  return whole === undefined ? undefined : Number(whole) * 1e6 + Number(rest)
}

/** `PJSIP/530-0000001a` is a channel of the endpoint 530, `PJSIP/530` its device. Extensions are numbers, trunks are not. */
function endpointOf(channel: string): string | undefined {
  return /^PJSIP\/(.+?)(-[0-9a-f]{8})?$/.exec(channel)?.[1]
}

function extensionOf(channel: string): string | undefined {
  const endpoint = endpointOf(channel)
  return endpoint !== undefined && /^\d+$/.test(endpoint) ? endpoint : undefined
}

function trunkOf(channel: string): string | undefined {
  const endpoint = endpointOf(channel)
  return endpoint !== undefined && !/^\d+$/.test(endpoint) ? endpoint : undefined
}

/** Asterisk writes `<unknown>` for a number that it does not know, and `s` where nothing was dialled. */
function knownNumber(number: string): string {
  return number === '<unknown>' || number === 's' ? '' : number
}
