import type { Target } from '../campaign/run.ts'
import type { ReceivedMessage } from '../incoming-message/incoming-message.ts'
import type { Message } from '../message/message.ts'
import type { TrunkState } from '../trunk/trunk-port.ts'

/** The state of a phone, as others see it. */
export type ExtensionState = 'idle' | 'in-use' | 'ringing' | 'unavailable'

/** The call that an extension is in, or was in last. */
export interface CallShare {
  readonly id: string
  /** The number of the other party; empty when it is not known. */
  readonly participant: string
  /** The direction of the call, as the extension sees it. */
  readonly direction: 'in' | 'out'
  /** Whether dialbook has begun the call. */
  readonly isBegun: boolean
}

/** An extension was made or removed. */
export interface ExtensionListed {
  readonly kind: 'extension-added' | 'extension-removed'
  readonly extension: string
}

/** The state of a phone has changed. */
export interface ExtensionStateChanged {
  readonly kind: 'extension-state'
  readonly extension: string
  readonly state: ExtensionState
  readonly call?: CallShare
}

/** The time and the manner of an event that the PBX wrote down. */
interface Written {
  /** When it happened, in epoch microseconds. Absent where the PBX was heard at once. */
  readonly happenedAt?: number
  /** Whether it is told late, since no server was there when it happened. */
  readonly late?: true
}

/** A call is over. Times are epoch microseconds. */
export interface CallEnded extends Written {
  readonly kind: 'call-ended'
  /** The extension that called, or that was called from outside; empty when there is none. */
  readonly extension: string
  readonly callId: string
  readonly from: string
  readonly to: string
  readonly way: 'local' | 'incoming' | 'outgoing'
  /** The trunk by which the call came in or went out; empty for a local call. */
  readonly trunk: string
  /** The trunk by which a call that came in was forwarded out again. */
  readonly exit?: string
  readonly disposition: string
  readonly startedAt: number
  readonly answeredAt: number | null
  readonly endedAt: number
  /** The id that dialbook gave a call that it began. */
  readonly originateId?: string
  /** The file of its recording. */
  readonly recording?: string
}

/** A call comes in or goes out by a trunk. */
export interface TrunkCall extends Written {
  readonly kind: 'incoming-call' | 'outgoing-call'
  /** The extension that calls out; empty for an incoming call. */
  readonly extension: string
  readonly callId: string
  /** The number outside. */
  readonly number: string
  readonly trunk: string
  readonly originateId?: string
}

/** Somebody in a call has connected the other party to a third one. */
export interface TransferMade extends Written {
  readonly kind: 'transfer'
  /** Who has transferred the call. */
  readonly extension: string
  readonly callId: string
  /** The party that talks with another one now. */
  readonly transferred: string
  readonly to: string
}

/** A call waits for an extension whose phone is not registered, and has to be woken (`push_notification`). */
export interface PushWake {
  readonly kind: 'push-wake'
  readonly extension: string
  readonly callId: string
  /** The number of the caller; empty where he does not show it. */
  readonly number: string
}

/** A trunk was made or removed, or can be used now, or no more. */
export interface TrunkEvent {
  readonly kind: 'trunk-added' | 'trunk-removed' | 'trunk-state'
  readonly extension: ''
  readonly trunk: string
  readonly state: TrunkState
  /** Epoch milliseconds. */
  readonly at: number
}

/** A number of a campaign is not called any more: it was reached, or its tries are used up. */
export interface CampaignTargetEnded {
  readonly kind: 'campaign-target'
  readonly extension: ''
  /** The campaign as it was then; ids are in hex, and empty where the thing is gone or there is none. */
  readonly campaign: {
    readonly id: string
    readonly name: string
    readonly trunkManager: string
    readonly sound: string
    readonly context: string
    readonly text: string
    /** Epoch milliseconds; `null` for none. */
    readonly start: number | null
    readonly end: number | null
  }
  readonly target: Omit<Target, 'accountId' | 'campaignId' | 'dueAt' | 'state'>
}

/** Nothing more becomes of a message: it has arrived, or never will. */
export interface MessageEnded {
  readonly kind: 'message-ended'
  readonly extension: ''
  readonly message: Pick<Message, 'hexId' | 'state' | 'reason' | 'sentAt' | 'credentialId' | 'callbackData'>
}

/** A number has written to the account. */
export interface MessageReceived {
  readonly kind: 'message-received'
  readonly extension: ''
  readonly message: ReceivedMessage
}

/** A number gets no more messages: it has written a word that says so, or somebody has closed it. */
export interface NumberUnsubscribed {
  readonly kind: 'number-unsubscribed'
  readonly extension: ''
  /** The message that says so; of an opt-out its reason, under an id of its own. */
  readonly message: Pick<ReceivedMessage, 'hexId' | 'from' | 'text' | 'receivedAt'> & {
    /** The code of the reason that the person chose; absent and null for none. */
    readonly reason?: number | null
  }
}

/** An event of a message. Each tells of its own message only, so that they need no order. */
export type MessageEvent = MessageEnded | MessageReceived | NumberUnsubscribed

/** A test of the webhooks, by somebody who wants to know whether events arrive. */
export interface Ping {
  readonly kind: 'ping'
  readonly extension: ''
}

/** An event that webhooks are told of. The events of one extension arrive in their order. */
export type BookEvent =
  | ExtensionListed
  | ExtensionStateChanged
  | CallEnded
  | TrunkCall
  | TransferMade
  | PushWake
  | TrunkEvent
  | CampaignTargetEnded
  | MessageEvent
  | Ping

/** The kind of an event. A webhook chooses the kinds that it is told of. */
export type EventKind = BookEvent['kind']

/** Every kind of event. */
export const eventKinds: readonly EventKind[] = [
  'extension-added',
  'extension-removed',
  'extension-state',
  'call-ended',
  'incoming-call',
  'outgoing-call',
  'push-wake',
  'trunk-added',
  'trunk-removed',
  'trunk-state',
  'transfer',
  'campaign-target',
  'message-ended',
  'message-received',
  'number-unsubscribed',
  'ping',
]
