import type { Filter } from '../filter/filter.ts'

/** The alphabet of a message: that of GSM 03.38, or UCS-2 for all that it does not have. */
export type Alphabet = 'gsm' | 'unicode'

/**
 * The states of a message. It begins as `queued`; `sent` says that a carrier has taken it, and is the last word where no receipt
 * comes. All others are final.
 *
 * - `delivered`, `failed`, `expired`: what became of it, as a receipt tells, or because it never left.
 * - `cancelled`: a caller has stopped it before it left.
 * - `skipped`: its number may not be written to.
 */
export const messageStates = [
  ...(['queued', 'sent', 'delivered', 'failed', 'expired', 'cancelled', 'skipped'] as const),
] as const

/** The state of a message. */
export type MessageState = (typeof messageStates)[number]

/** A message to one number. Times are epoch milliseconds. */
export interface Message {
  readonly accountId: number
  readonly id: number
  readonly hexId: string
  /** The bulk that it is of; null for none. */
  readonly bulkId: number | null
  /** In international form, as `+4917012345`. */
  readonly number: string
  /** The country of the number, ISO 3166-1 alpha-2; null where nobody knows it. */
  readonly country: string | null
  /** Who it is from: a number, or a text of up to 11 characters. */
  readonly sender: string
  /** What leaves: a text that was written for another alphabet is changed already. Empty once it was to be forgotten. */
  readonly text: string
  readonly alphabet: Alphabet
  readonly characters: number
  readonly parts: number
  /** The code of the route by which it leaves. */
  readonly route: string
  /** What the account pays, in millionths; 0 for what was never handed over. */
  readonly price: number
  /** A text of the client's, which comes back with what is told of the message. */
  readonly callbackData: string | null
  /** A number of the client's, by which it finds messages again. */
  readonly label: number | null
  /** The language in which it would be spoken. */
  readonly language: string | null
  /** Whether the text is forgotten once the message has left. */
  readonly forgetsText: boolean
  /** When it was asked to leave; null for at once. */
  readonly plannedAt: number | null
  /** The next time at which it is tried. */
  readonly dueAt: number
  /** The time after which it is not worth sending any more. */
  readonly validUntil: number
  readonly state: MessageState
  /** The one reason of a state that needs one: of `failed`, `expired`, `cancelled` and `skipped`. */
  readonly reason: string | null
  /** Whether it was handed over once without an answer, so that the carrier may have it. */
  readonly isUncertain: boolean
  /** The run of a sender that has it in its hands; null while none has. */
  readonly claimedBy: string | null
  /** When the carrier took it. */
  readonly sentAt: number | null
  /** When its state became a final one. */
  readonly endedAt: number | null
  readonly createdAt: number
  readonly credentialId: number | null
  /** The address from which it was asked for; null for the command line. */
  readonly address: string | null
  /** Where it was asked for: the name of a dialect, or `cli`. */
  readonly origin: string
}

/** Names a message. */
export type MessageRef = { readonly id: number } | { readonly hexId: string }

/** The fields by which messages are found and ordered. */
export type MessageField =
  | (
      | 'id'
      | 'hexId'
      | 'bulkId'
      | 'number'
      | 'country'
      | 'sender'
      | 'text'
      | 'alphabet'
      | 'characters'
      | 'parts'
      | 'route'
    )
  | ('callbackData' | 'label' | 'plannedAt' | 'state' | 'reason' | 'sentAt' | 'createdAt' | 'credentialId' | 'address')

/** The messages to find. */
export interface MessageQuery {
  readonly filter?: Filter<MessageField>
}

/** Whether nothing more will become of a message. */
export function isFinal(state: MessageState): boolean {
  return state !== 'queued' && state !== 'sent'
}

/** The state of a message as its changes keep it: without the text and the number, which others may have to forget. */
export function briefMessage(message: Message): Readonly<Record<string, unknown>> {
  const { accountId, id, hexId, state, route, parts, price, plannedAt } = message
  return { accountId, id, hexId, state, route, parts, price, plannedAt }
}
