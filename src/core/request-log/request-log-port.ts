import type { ChangeNoun, ChangeVerb } from '../change/change.ts'
import type { KeptBody, LoggedRequest, MadeChange } from './logged-request.ts'

/** Requests of one account that are written together, the oldest first, and the bodies of some of them. */
export interface RequestBatch {
  readonly accountId: number
  readonly requests: readonly LoggedRequest[]
  readonly bodies: ReadonlyMap<string, KeptBody>
  /** Whether the older ones above the limit go now. */
  readonly trims: boolean
}

/** A request of the log. Its change is not behind `uptoChange`. Of the subject the log has only a mark: a client has chosen it. */
export interface FoundRequest extends Omit<LoggedRequest, 'change'> {
  readonly change: (Omit<MadeChange, 'subject'> & { readonly subjectMark: number }) | null
  readonly uptoChange: number
}

/** A change in short. */
export interface BriefChange {
  readonly number: number
  readonly at: number
  readonly credentialId: number | null
  readonly noun: ChangeNoun
  readonly verb: ChangeVerb
  readonly subject: string
}

/** The log of requests. It is no part of what the book has to say: it makes no changes, and is in no backup. */
export interface RequestLog {
  /** Writes batches, at most `limit` requests of an account. */
  keep(batches: readonly RequestBatch[], limit: number): Promise<void>
  /** The newest requests of an account, the newest first. */
  newest(accountId: number, limit: number): Promise<FoundRequest[]>
  /** The body of a request, while it is kept. */
  body(accountId: number, id: string): Promise<KeptBody | undefined>
  /** Until when the bodies of an account are kept; `null` where they are not. */
  bodiesUntil(accountId: number): Promise<number | null>
  /** The last changes of an account up to one, the newest first. */
  changesUpTo(accountId: number, number: number, limit: number): Promise<BriefChange[]>
  /** Forgets requests before a time, and the bodies of accounts whose switch went off before another. */
  forget(before: number, switchedOffBefore: number): Promise<void>
}

/** Switches the keeping of bodies. */
export interface RequestLogWriter {
  /** Returns until when they were kept. `null` ends it, and removes those that are there. */
  setBodiesUntil(accountId: number, until: number | null): Promise<number | null>
}
