import type { BookEvent, CallEnded, CallShare, ExtensionState } from '../core/event/event.ts'
import type { AmiMessage } from './ami-messages.ts'
import { isOfCampaign } from './campaign-calls.ts'

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

/** The state of a channel whose phone says that it rings. */
const channelRings = '5'

/** Makes events from the messages in which Asterisk tells of its devices and channels. */
export class CallTracker {
  readonly #tell: (event: BookEvent) => void
  readonly #now: () => number
  /** The state of each extension's device, as Asterisk told it last. */
  readonly #devices = new Map<string, ExtensionState>()
  #registered: ReadonlySet<string> = new Set()
  /** The state last told of each extension. The states found at the beginning count as told. */
  readonly #states = new Map<string, ExtensionState>()
  #isFirst = true
  /** The call that each extension is in, or was in last. */
  readonly #calls = new Map<string, CallShare>()
  /** The number that each extension shows in its call. It may be another than the extension's own. */
  readonly #shown = new Map<string, string>()

  /** The calls that dialbook has begun. */
  readonly #begun = new Set<string>()
  readonly #tellsCalls: boolean

  /** `tellsCalls` is false where the ledger tells of calls as they come, go out and end. */
  constructor(tell: (event: BookEvent) => void, now: () => number, tellsCalls: boolean) {
    this.#tell = tell
    this.#now = now
    this.#tellsCalls = tellsCalls
  }

  /** Takes over the states of a PBX that was just connected. Changes since the last connection are told. */
  learn(devices: readonly AmiMessage[], registered: ReadonlySet<string>): void {
    for (const device of devices) this.#keepDevice(device)
    this.#registered = registered
    for (const extension of new Set([...this.#devices.keys(), ...registered])) this.#update(extension)
    this.#isFirst = false
  }

  /**
   * Takes the numbers that have a registration. Asterisk tells only of registrations of extensions that it knew when it
   * started, and takes every other extension for unavailable.
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
    else if (message.Event === 'Newstate') this.#channelChanged(message)
    else if (message.Event === 'Hangup') this.#channelGone(message)
    else if (!this.#tellsCalls) return
    else if (message.Event === 'DialBegin') this.#dialled(message)
    else if (message.Event === 'Cdr') this.#tell(callEnded(message, this.#now() * 1000))
  }

  /** A phone says that it rings. The state of its device may come too late: a phone that is answered at once is in use by then. */
  #channelChanged({ Channel = '', ChannelState }: AmiMessage): void {
    const extension = extensionOf(Channel)
    if (extension === undefined || ChannelState !== channelRings || this.#devices.get(extension) === 'in-use') return
    this.#show(extension, 'ringing')
  }

  #channelGone({ Channel = '', Uniqueid = '' }: AmiMessage): void {
    this.#begun.delete(Uniqueid)
    const extension = extensionOf(Channel)
    if (extension !== undefined && this.#devices.get(extension) !== 'ringing') this.#update(extension)
  }

  #keepDevice({ Device = '', State = '' }: AmiMessage): string | undefined {
    const [extension, state] = [extensionOf(Device), states[State]]
    if (extension === undefined || state === undefined) return undefined
    this.#devices.set(extension, state)
    return extension
  }

  #update(extension: string): void {
    const device = this.#devices.get(extension) ?? 'unavailable'
    this.#show(extension, device === 'unavailable' && this.#registered.has(extension) ? 'idle' : device)
  }

  #show(extension: string, state: ExtensionState): void {
    if (this.#states.get(extension) === state) return
    this.#states.set(extension, state)
    if (this.#isFirst) return
    const call = this.#calls.get(extension)
    const isReachable = state !== 'unavailable'
    this.#tell({ kind: 'extension-state', extension, state, ...(call && isReachable && { call }) })
  }

  /**
   * Keeps the call that a new channel belongs to. The first channel of a call is the caller's, and gives the call its
   * id.
   */
  #channelMade({
    Channel = '',
    Uniqueid = '',
    Linkedid = '',
    Exten = '',
    CallerIDNum = '',
    Context = '',
  }: AmiMessage): void {
    const isCaller = Uniqueid === Linkedid
    if (Channel.startsWith('Local/') && Context.startsWith('originate')) this.#begun.add(Linkedid)
    const extension = extensionOf(Channel)
    if (extension !== undefined) {
      const participant = isCaller ? knownNumber(Exten) : ''
      const isBegun = this.#begun.has(Linkedid) || isOfCampaign(Linkedid)
      this.#calls.set(extension, { id: Linkedid, participant, direction: isCaller ? 'out' : 'in', isBegun })
      this.#shown.set(extension, CallerIDNum)
    }
    const trunk = trunkOf(Channel)
    if (trunk === undefined || !isCaller || !this.#tellsCalls) return
    this.#tell({ kind: 'incoming-call', extension: '', callId: Linkedid, number: knownNumber(CallerIDNum), trunk })
  }

  #partyKnown({ Channel = '', Linkedid = '', ConnectedLineNum = '' }: AmiMessage): void {
    const extension = extensionOf(Channel)
    const call = extension === undefined ? undefined : this.#calls.get(extension)
    const participant = this.#partyOf(Linkedid, knownNumber(ConnectedLineNum), extension)
    if (extension === undefined || call?.id !== Linkedid || participant === '') return
    this.#calls.set(extension, { ...call, participant })
  }

  /** The extension that shows `number` to `other` in their call; the number itself where no extension does. */
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

/**
 * Makes the event of an ended call. Its times are those that `asterisk/cdr_manager.conf` adds, to the microsecond and
 * in no time zone. Without them, as on a PBX that somebody else has configured, they are counted back from now in whole
 * seconds.
 */
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
    // `Source` is the number that the caller shows. It may be another than the extension's own.
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

/** Reads `1795242594.123456` as microseconds; undefined for no time, which Asterisk writes as zero. */
function microseconds(epoch: string | undefined): number | undefined {
  const [, whole, rest] = /^([1-9]\d*)\.(\d{6})$/.exec(epoch ?? '') ?? []
  return whole === undefined ? undefined : Number(whole) * 1e6 + Number(rest)
}

/**
 * The endpoint of a channel or a device: 530 of the channel `PJSIP/530-0000001a` and of the device `PJSIP/530`. The
 * name of an extension is a number, the name of a trunk is not.
 */
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

/** The number; empty for `<unknown>`, a number that Asterisk does not know, and for `s`, where nothing was dialled. */
function knownNumber(number: string): string {
  return number === '<unknown>' || number === 's' ? '' : number
}
