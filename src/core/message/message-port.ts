import type { Page, PageRequest, Sort } from '../page.ts'
import type { Receipt } from './carrier.ts'
import type { Message, MessageField, MessageQuery, MessageRef } from './message.ts'
import type { Outcome } from './settle-message.ts'

/** What an account has spent on messages, in millionths, and since when it is so much, null for never; and its own budget, null for none. */
export interface Spending {
  readonly spent: number
  readonly changedAt: number | null
  readonly budget: number | null
}

/** Reads messages. */
export interface MessageReader {
  get(accountId: number, ref: MessageRef): Promise<Message | undefined>
  page(
    accountId: number,
    query: MessageQuery & { readonly sort: readonly Sort<MessageField>[] },
    page: PageRequest,
  ): Promise<Page<Message>>
  count(accountId: number): Promise<number>
  /** The newest messages to a number, given by its spellings, at most `limit`: those that wait, and then those that left. */
  toNumber(accountId: number, spellings: readonly string[], limit: number): Promise<Message[]>
  spending(accountId: number): Promise<Spending>
  /** For each of these messages the carrier that has parts of it, and how many; undefined where none has. */
  partsTaken(messages: readonly Pick<Message, 'accountId' | 'id'>[]): Promise<(PartsWithCarrier | undefined)[]>
  /** Parts of messages that have left since a time and have no receipt yet, in the order of their ids, behind one of them. */
  awaited(carrier: string, behind: string, sentSince: number, limit: number): Promise<AwaitedPart[]>
}

/** Writes messages, in the transaction of a caller. */
export interface MessageWriter {
  lock(accountId: number, ref: MessageRef): Promise<Message | undefined>
  /** Locks messages, as far as they are still there. */
  lockMany(accountId: number, ids: readonly number[]): Promise<Message[]>
  /** Writes new messages, and tells the sender of this process once they are committed. */
  insert(accountId: number, messages: readonly Message[]): Promise<void>
  update(before: Message, after: Message): Promise<void>
  remove(accountId: number, messages: readonly Message[]): Promise<void>
  /** Adds to what the account has spent, and returns the sum. The account's other charges wait until the transaction ends. */
  charge(accountId: number, amount: number, at: number): Promise<Spending>
  /** Gives the account a budget of its own, or takes it away. */
  setBudget(accountId: number, budget: number | null): Promise<void>
}

/** The messages that a run of a sender asks for. */
export interface WantedMessages {
  /** Tells the run from all others, of this process and of others. */
  readonly run: string
  readonly now: number
  /** The codes of routes: messages of these, or, with `others`, messages of none of these whose time is over. */
  readonly routes: readonly string[]
  readonly others: boolean
  readonly limit: number
}

/** A message that was tried, and what came of it. */
export interface Tried {
  readonly message: Message
  readonly outcome: Outcome
  /** The parts that a carrier has of a message that did not leave as a whole; absent for none. */
  readonly taken?: TakenParts
}

/** Parts that a carrier has taken, behind those of earlier tries. */
export interface TakenParts {
  readonly carrier: string
  readonly carrierIds: readonly string[]
}

/** So many parts of a message, which one carrier has. */
export interface PartsWithCarrier {
  readonly carrier: string
  readonly count: number
}

/** A part for whose receipt somebody waits. */
export interface AwaitedPart {
  readonly carrierId: string
  readonly sentAt: number
}

/** The sender's side. What it does is no change to the book: a message tells by itself what became of it. */
export interface MessageQueue {
  /** Calls `listener` after each commit of this process that wrote messages. */
  onQueued(listener: () => void): void
  /** Takes messages that are due, by turns over the accounts and the bulks of each, and then the oldest first, into the hands of a run. They are on disk as taken when this resolves. */
  claim(wanted: WantedMessages): Promise<Message[]>
  /** Writes down what came of tries. One that does not apply any more is left out. */
  settle(run: string, tried: readonly Tried[], now: number): Promise<void>
  /** Decides on messages that other runs had in their hands, at most `limit`. Returns how many there were. */
  recover(run: string, sendsAgain: boolean, now: number, limit: number): Promise<number>
  /** Writes down what became of parts. Returns for each whether the part is known. */
  receive(carrier: string, receipts: readonly Receipt[]): Promise<readonly boolean[]>
  /**
   * Removes messages that are not waiting and were made before a time, and messages that came in before it, at most `limit` of each,
   * as changes of `now`. Returns how many there were of the larger kind.
   */
  forget(before: number, now: number, limit: number): Promise<number>
}

/** A message on paper: what the carrier for development was handed. */
export interface PaperMessage {
  readonly accountId: number
  readonly hexId: string
  /** How many of the same message were written before. */
  readonly copy: number
  readonly number: string
  readonly sender: string
  readonly texts: readonly string[]
  /** The receipt that is still to be told; null where none is. */
  readonly receipt: 'delivered' | 'failed' | 'expired' | null
  readonly writtenAt: number
}

/** What the carrier for development has written down. */
export interface PaperTray {
  /** Writes messages down, and returns of each how many of the same were there before. */
  write(messages: readonly Omit<PaperMessage, 'copy'>[]): Promise<number[]>
  /** Messages whose receipts are still to be told. */
  untold(limit: number): Promise<PaperMessage[]>
  told(messages: readonly PaperMessage[]): Promise<void>
  /** The messages of an account, in the order in which they were written. */
  all(accountId: number): Promise<PaperMessage[]>
}
