import type { Page, PageRequest, Sort } from '../page.ts'
import type {
  AlikeMessages,
  BroughtMessage,
  IncomingMessage,
  IncomingMessageField,
  IncomingMessageQuery,
  IncomingMessageRef,
} from './incoming-message.ts'

/** Reads messages that came in. */
export interface IncomingMessageReader {
  get(accountId: number, ref: IncomingMessageRef): Promise<IncomingMessage | undefined>
  /** The newest messages from a number, given by its spellings, at most `limit`. */
  fromNumber(accountId: number, spellings: readonly string[], limit: number): Promise<IncomingMessage[]>
  page(
    accountId: number,
    query: IncomingMessageQuery & { readonly sort: readonly Sort<IncomingMessageField>[] },
    page: PageRequest,
  ): Promise<Page<IncomingMessage>>
}

/** Writes messages that came in, in the transaction of a caller. */
export interface IncomingMessageWriter {
  lock(accountId: number, ref: IncomingMessageRef): Promise<IncomingMessage | undefined>
  /** Whether a message of the account came by that carrier under that id. */
  has(accountId: number, carrier: string, carrierId: string): Promise<boolean>
  /** How many messages alike a carrier has brought without an id between two times, both included. */
  countAlike(
    accountId: number,
    message: Pick<BroughtMessage, 'from' | 'to' | 'text' | 'carrier'>,
    times: Pick<AlikeMessages, 'since' | 'until'>,
  ): Promise<number>
  /** The hex id of the newest message that left for `number` from `sender`, given by their spellings; null for none. */
  answered(accountId: number, number: readonly string[], sender: readonly string[]): Promise<string | null>
  insert(message: IncomingMessage): Promise<void>
  remove(message: IncomingMessage): Promise<void>
}
