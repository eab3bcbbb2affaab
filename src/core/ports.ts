import type { Account } from './account/account.ts'
import type { BlockReader, BlockWriter } from './block/block-port.ts'
import type { RouteReader, RouteWriter } from './call/route-port.ts'
import type { Change, ChangeDraft } from './change/change.ts'
import type { Contact, ContactQuery, ContactRef } from './contact/contact.ts'
import type { Credential, SignInRecord } from './credential/credential.ts'
import type { EffectWriter, Outbox } from './effect/effect-port.ts'
import type { ExtensionReader, ExtensionWriter } from './extension/extension-port.ts'
import type { FolderReader, FolderWriter } from './folder/folder-port.ts'
import type { ForwardRuleReader, ForwardRuleWriter } from './forward-rule/forward-rule-port.ts'
import type { Group, GroupQuery, GroupRef } from './group/group.ts'
import type { LeftoverReader, LeftoverWriter } from './leftover/leftover-port.ts'
import type { ListReader, ListWriter } from './list/list-port.ts'
import type { Stage } from './list/stage-port.ts'
import type { MembershipReader, MembershipWriter } from './membership/membership-port.ts'
import type { Page, PageRequest } from './page.ts'
import type { PbxAccountReader, PbxAccountWriter } from './pbx/pbx-account-port.ts'
import type { PbxRole } from './pbx/pbx-role.ts'
import type { PbxViewReader } from './pbx/pbx-view.ts'
import type { TrunkReader, TrunkWriter } from './trunk/trunk-port.ts'
import type { Upload } from './upload/upload.ts'
import type { DeliveryReader, WebhookReader, WebhookWriter } from './webhook/webhook-port.ts'

/** The time, in epoch milliseconds. */
export interface Clock {
  now(): number
}

/** Where new ids and secrets come from. */
export interface Ids {
  /** 24 hex digits that no other call of any process returns, in the order of their making within a process. */
  hexId(): string
  /** `length` letters and digits that nobody can guess. */
  secret(length: number): string
}

/** Hashes passwords slowly and tokens fast; compares in constant time. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** Whether `password` is the one that was hashed. With `undefined` for the hash it takes as long and says no. */
  verify(password: string, hash: string | undefined): Promise<boolean>
  /** SHA-256 in hex: tokens are long and random, so that a slow hash would add nothing. */
  hashToken(token: string): string
}

/** Keeps SIP secrets. What it seals can be opened only with the key file of this book. */
export interface Vault {
  /** Tells the key from any other, and tells nothing else of it. */
  readonly fingerprint: string
  seal(secret: string): string
  open(sealed: string): string
  /** `MD5(number:realm:secret)` in hex, as SIP digest authentication defines it (RFC 2617 §3.2.2.2). */
  digest(number: string, secret: string): string
}

/** Whose write a change is. `accountId` is null for what belongs to no account. */
export interface Author {
  readonly accountId: number | null
  readonly credentialId: number | null
  readonly origin: string
}

/** What a write answers, and the one change that it is. */
export interface Written<T> {
  readonly answer: T
  readonly change: ChangeDraft
}

/**
 * The book. Reads see what was last committed. Everything is scoped by the account that is passed.
 * Only `write` hands out the writers, so that nothing can be written beside a transaction.
 */
export interface Store {
  readonly accounts: AccountReader
  readonly credentials: CredentialReader
  readonly networks: NetworkReader
  readonly blocks: BlockReader
  readonly groups: GroupReader
  readonly folders: FolderReader
  readonly memberships: MembershipReader
  readonly lists: ListReader
  readonly extensions: ExtensionReader
  readonly contacts: ContactReader
  readonly pbxAccount: PbxAccountReader
  readonly forwardRules: ForwardRuleReader
  readonly trunks: TrunkReader
  readonly routes: RouteReader
  readonly pbxView: PbxViewReader
  readonly changes: ChangeReader
  readonly webhooks: WebhookReader
  readonly deliveries: DeliveryReader
  readonly outbox: Outbox
  readonly stage: Stage
  readonly leftovers: LeftoverReader
  /**
   * Runs `work` in a transaction and records its change in it. Resolves when both are on disk. When `work` rejects,
   * nothing of it is kept and other writes are not touched. `work` awaits nothing but the transaction: it may share
   * a commit with others that wait for it.
   */
  write<T>(author: Author, work: (tx: Transaction) => Promise<Written<T>>): Promise<T>
  /** Whether this process, of all that serve the book, is the one that does the work. It may lose it again. */
  leads(work: string): Promise<boolean>
  /**
   * Lets the PBX read the book's views for it. Returns undefined when it may, or the statements that somebody with more
   * rights has to run first.
   *
   * @throws Refusal `conflict` when its role has another password, which must stay.
   */
  admitPbx(role: PbxRole): Promise<string | undefined>
  /** Bytes that the book takes on disk. */
  size(): Promise<number>
  close(): Promise<void>
}

/**
 * The writers of one transaction. Touch the parent row (`lock`) before its children, and rows of different nouns in one order,
 * so that no two transactions wait for each other: groups, contacts, the tree of folders, folders; of one noun by their ids.
 */
export interface Transaction {
  readonly accounts: AccountWriter
  readonly credentials: CredentialWriter
  readonly networks: NetworkWriter
  readonly blocks: BlockWriter
  readonly groups: GroupWriter
  readonly folders: FolderWriter
  readonly memberships: MembershipWriter
  readonly lists: ListWriter
  readonly extensions: ExtensionWriter
  readonly contacts: ContactWriter
  readonly uploads: UploadWriter
  readonly pbxAccount: PbxAccountWriter
  readonly forwardRules: ForwardRuleWriter
  readonly trunks: TrunkWriter
  readonly routes: RouteWriter
  readonly changes: ChangeWriter
  readonly webhooks: WebhookWriter
  readonly effects: EffectWriter
  readonly leftovers: LeftoverWriter
  /**
   * Takes the next `count` numbers of the account's own sequence of `noun`, and returns the first.
   * Sequences start at 1.
   */
  allocate(accountId: number, noun: Sequence, count: number): Promise<number>
}

/** What an account numbers by itself. */
export type Sequence = 'group' | 'extension' | 'contact' | 'entry' | 'folder' | 'webhook' | 'delivery' | 'effect'

/** Reads tenants. */
export interface AccountReader {
  all(): Promise<Account[]>
  byName(name: string): Promise<Account | undefined>
}

/** Writes tenants. */
export interface AccountWriter extends AccountReader {
  /** Returns the account with its new id, or undefined when the name is taken. */
  insert(account: Omit<Account, 'id' | 'hasMasterKey'>): Promise<Account | undefined>
  /** Reads the account and keeps every other writer from it until the transaction ends. */
  lock(name: string): Promise<Account | undefined>
  setEnabled(id: number, enabled: boolean): Promise<void>
  /** Locks the account, and returns the hash of its master key; null when it has none. */
  lockMasterHash(id: number): Promise<string | null>
  setMasterHash(id: number, masterHash: string): Promise<void>
}

/** Reads credentials, for signing in and for the operator. */
export interface CredentialReader {
  all(): Promise<Credential[]>
  byId(id: number): Promise<Credential | undefined>
  byUsername(dialect: string, username: string): Promise<SignInRecord | undefined>
  byTokenHash(dialect: string, tokenHash: string): Promise<SignInRecord | undefined>
}

/** Writes credentials. */
export interface CredentialWriter extends CredentialReader {
  /** Returns the credential with its new id, or undefined when its username or token is taken in its dialect. */
  insert(credential: Omit<Credential, 'id'>): Promise<Credential | undefined>
  /** Reads the credential and keeps every other writer from it until the transaction ends. */
  lock(id: number): Promise<Credential | undefined>
  setEnabled(id: number, enabled: boolean): Promise<void>
  remove(id: number): Promise<void>
}

/** The networks, in CIDR form, that may call; everybody may when there is none. */
export interface NetworkReader {
  all(): Promise<string[]>
}

/** Writes the list of networks. */
export interface NetworkWriter extends NetworkReader {
  insert(cidr: string): Promise<void>
  /** Returns false when it was not in the list. */
  remove(cidr: string): Promise<boolean>
}

/** Reads groups. */
export interface GroupReader {
  get(accountId: number, ref: GroupRef): Promise<Group | undefined>
  page(accountId: number, query: GroupQuery, page: PageRequest): Promise<Page<Group>>
  /** The groups whose list has the phone, from those with ids above `after` the first `limit`, in the order of their ids. */
  ofPhone(accountId: number, phone: string, page: { readonly after: number; readonly limit: number }): Promise<Group[]>
  /** Groups of any account whose planned deletion has come at `now`, the longest due first. */
  due(now: number, limit: number): Promise<Group[]>
}

/** Writes groups. */
export interface GroupWriter {
  /** Reads the group and keeps every other writer from it until the transaction ends. */
  lock(accountId: number, ref: GroupRef): Promise<Group | undefined>
  insert(group: Group): Promise<void>
  /** Writes the fields in which `after` differs from `before`. */
  update(before: Group, after: Group): Promise<void>
  /** Removes the group and its memberships, not the contacts. */
  remove(group: Group): Promise<void>
  /** Keeps that entry ids are the group's: `firstId` up to, not including, `endId`. */
  insertEntryRange(group: Pick<Group, 'accountId' | 'id'>, firstId: number, endId: number): Promise<void>
}

/** Reads contacts. */
export interface ContactReader {
  get(accountId: number, ref: ContactRef): Promise<Contact | undefined>
  page(accountId: number, query: ContactQuery, page: PageRequest): Promise<Page<Contact>>
}

/** Writes contacts. */
export interface ContactWriter {
  /** Reads the contact and keeps nobody from it. */
  get(accountId: number, ref: ContactRef): Promise<Contact | undefined>
  /** Reads the contact and keeps every other writer from it until the transaction ends. */
  lock(accountId: number, ref: ContactRef): Promise<Contact | undefined>
  insert(contact: Contact): Promise<void>
  update(contact: Contact): Promise<void>
  /** Removes the contact and its memberships. */
  remove(contact: Contact): Promise<void>
}

/** Writes uploads, and reads them where they are used up. */
export interface UploadWriter {
  /** The upload, unless it has expired at `now`. */
  get(accountId: number, filename: string, now: number): Promise<Upload | undefined>
  insert(upload: Upload): Promise<void>
  /** Forgets the account's uploads that have expired at `now`. */
  removeExpired(accountId: number, now: number): Promise<void>
}

/** Reads the history of the book. */
export interface ChangeReader {
  /** The newest changes first, of all accounts. */
  newest(limit: number): Promise<Change[]>
  get(number: number): Promise<Change | undefined>
}

/** The history within a transaction. Its own change is written by the store. */
export interface ChangeWriter extends ChangeReader {
  /** Reads the change and keeps it from being forgotten until the transaction ends. */
  lock(number: number): Promise<Change | undefined>
}
