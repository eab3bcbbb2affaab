import type { Filter } from '../filter/filter.ts'

/** A message that somebody has written to the account. It never changes: it is there or not. */
export interface IncomingMessage {
  readonly accountId: number
  readonly id: number
  readonly hexId: string
  /** Who wrote it: a number in international form where it has one, else the text that the carrier gave. */
  readonly from: string
  /** The number that it was written to, in the same form. */
  readonly to: string
  readonly text: string
  /** Epoch milliseconds. */
  readonly receivedAt: number
  /** The hex id of the message of the account that it answers; null where none is known. */
  readonly answers: string | null
  /** The name of the carrier that brought it. */
  readonly carrier: string
  /** The id that the carrier gave it; null for none. */
  readonly carrierId: string | null
  /** Whether it says that its writer wants no more messages. */
  readonly optsOut: boolean
}

/** A message as a carrier brings it. */
export interface BroughtMessage {
  readonly from: string
  readonly to: string
  readonly text: string
  readonly carrier: string
  /** The id that the carrier gave it; null for none. A message that comes again under its id is taken once. */
  readonly carrierId: string | null
  /** The messages that one without an id may be again; absent where it is a new one. */
  readonly alike?: AlikeMessages | undefined
}

/**
 * Messages of an earlier connection: those from the same writer, to the same number and of the same text that came between two times. A
 * message is one of them where there are as many as `nth` says, since `nth` alike came by this connection.
 */
export interface AlikeMessages {
  readonly since: number
  readonly until: number
  readonly nth: number
}

/** A message that came in, as others are told of it. */
export type ReceivedMessage = Pick<IncomingMessage, 'hexId' | 'from' | 'to' | 'text' | 'receivedAt' | 'answers'>

/** Names a message that came in. */
export type IncomingMessageRef = Pick<IncomingMessage, 'hexId'> | Pick<IncomingMessage, 'id'>

/** The fields by which messages that came in are found and ordered. */
export type IncomingMessageField = 'id' | 'hexId' | 'from' | 'to' | 'text' | 'receivedAt' | 'answers'

/** The messages to find. */
export interface IncomingMessageQuery {
  readonly filter?: Filter<IncomingMessageField>
}

/** The state of a message that came in as its changes keep it: without the text and the numbers, which others may have to forget. */
export function briefIncomingMessage(message: IncomingMessage): Readonly<Record<string, unknown>> {
  const { accountId, id, hexId, carrier, receivedAt, optsOut } = message
  return { accountId, id, hexId, carrier, receivedAt, optsOut }
}
