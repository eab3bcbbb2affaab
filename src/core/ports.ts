import type { AccountReader, AccountWriter } from './account/account-port.ts'
import type { Author } from './author.ts'
import type { BlockReader, BlockWriter } from './block/block-port.ts'
import type { BulkQueue, BulkReader, BulkWriter } from './bulk/bulk-port.ts'
import type { RouteReader, RouteWriter } from './call/route-port.ts'
import type { CampaignReader, CampaignWriter } from './campaign/campaign-port.ts'
import type { ChangeDraft } from './change/change.ts'
import type { ChangeReader, ChangeWriter } from './change/change-port.ts'
import type { MissingChanges } from './change/missing-changes.ts'
import type { Client } from './client.ts'
import type { ContactReader, ContactWriter } from './contact/contact-port.ts'
import type { CredentialReader, CredentialWriter } from './credential/credential-port.ts'
import type { DamageReader } from './damage/damage-port.ts'
import type { Mender } from './damage/mender-port.ts'
import type { DialLog } from './dialler/dial-log.ts'
import type { EffectWriter, Outbox } from './effect/effect-port.ts'
import type { EmergencyReader, EmergencyWriter } from './emergency/emergency-port.ts'
import type { ExtensionReader, ExtensionWriter } from './extension/extension-port.ts'
import type { FolderReader, FolderWriter } from './folder/folder-port.ts'
import type { ForwardRuleReader, ForwardRuleWriter } from './forward-rule/forward-rule-port.ts'
import type { GroupReader, GroupWriter } from './group/group-port.ts'
import type { InboundRouteReader, InboundRouteWriter } from './inbound-route/inbound-route-port.ts'
import type { IncomingMessageReader, IncomingMessageWriter } from './incoming-message/incoming-message-port.ts'
import type { IncomingRuleReader, IncomingRuleWriter } from './incoming-rule/incoming-rule-port.ts'
import type { Ledger } from './ledger/ledger-port.ts'
import type { LeftoverReader, LeftoverWriter } from './leftover/leftover-port.ts'
import type { ListReader, ListWriter } from './list/list-port.ts'
import type { Stage } from './list/stage-port.ts'
import type { MembershipReader, MembershipWriter } from './membership/membership-port.ts'
import type { CarrierDesk } from './message/carrier-desk.ts'
import type { MessageQueue, MessageReader, MessageWriter, PaperTray } from './message/message-port.ts'
import type { NetworkReader, NetworkWriter } from './network/network-port.ts'
import type { ContactCounter } from './opt-out/contact-rules.ts'
import type { OptOutReader, OptOutWriter } from './opt-out/opt-out-port.ts'
import type { PbxAccountReader, PbxAccountWriter } from './pbx/pbx-account-port.ts'
import type { PbxRole } from './pbx/pbx-role.ts'
import type { PbxViewReader } from './pbx/pbx-view.ts'
import type { PersonReader, PersonWriter } from './person/person-port.ts'
import type { PreviewReader, PreviewWriter } from './preview/preview-port.ts'
import type { RecordingReader, RecordingWriter } from './recording/recording-port.ts'
import type { RequestLog, RequestLogWriter } from './request-log/request-log-port.ts'
import type { Retries, RetryWriter } from './retry/retry-port.ts'
import type { ScheduleReader, ScheduleWriter } from './schedule/schedule-port.ts'
import type { SoundReader, SoundWriter } from './sound/sound-port.ts'
import type { TrunkReader, TrunkStates, TrunkWriter } from './trunk/trunk-port.ts'
import type { TrunkManagerReader, TrunkManagerWriter } from './trunk-manager/trunk-manager-port.ts'
import type { UploadReader, UploadWriter } from './upload/upload-port.ts'
import type { DeliveryReader, WebhookReader, WebhookWriter } from './webhook/webhook-port.ts'

/** The answer of a write, and the one change that the write is; null where it goes on with what the last change of its maker told of whole. */
export interface Written<T> {
  readonly answer: T
  readonly change: ChangeDraft | null
}

/**
 * The book. Reads see what was last committed. Everything is scoped by the account that is passed. Only `write` hands
 * out the writers, so that nothing can be written outside of a transaction.
 */
export interface Store {
  readonly accounts: AccountReader
  readonly credentials: CredentialReader
  readonly people: PersonReader
  readonly networks: NetworkReader
  readonly sipNetworks: NetworkReader
  readonly blocks: BlockReader
  readonly groups: GroupReader
  readonly folders: FolderReader
  readonly memberships: MembershipReader
  readonly lists: ListReader
  readonly extensions: ExtensionReader
  readonly contacts: ContactReader
  readonly optOuts: OptOutReader
  readonly contactCounter: ContactCounter
  readonly uploads: UploadReader
  readonly previews: PreviewReader
  readonly pbxAccount: PbxAccountReader
  readonly forwardRules: ForwardRuleReader
  readonly incomingRules: IncomingRuleReader
  readonly inboundRoutes: InboundRouteReader
  readonly trunks: TrunkReader
  readonly trunkStates: TrunkStates
  readonly emergencyNumbers: EmergencyReader
  readonly routes: RouteReader
  readonly recordings: RecordingReader
  readonly sounds: SoundReader
  readonly schedules: ScheduleReader
  readonly campaigns: CampaignReader
  readonly dialLog: DialLog
  readonly trunkManagers: TrunkManagerReader
  readonly pbxView: PbxViewReader
  readonly changes: ChangeReader
  readonly webhooks: WebhookReader
  readonly deliveries: DeliveryReader
  readonly outbox: Outbox
  readonly ledger: Ledger
  readonly messages: MessageReader
  readonly incomingMessages: IncomingMessageReader
  readonly messageQueue: MessageQueue
  readonly bulks: BulkReader
  readonly bulkQueue: BulkQueue
  readonly paper: PaperTray
  readonly carriers: CarrierDesk
  readonly retries: Retries
  readonly requestLog: RequestLog
  readonly stage: Stage
  readonly leftovers: LeftoverReader
  readonly damages: DamageReader
  readonly mender: Mender
  /** Brings the sieves that older versions wrote to the form of this one, until the signal ends it. Others may write meanwhile. */
  renewSieves(signal: AbortSignal): Promise<void>
  /**
   * Runs work for a client. What is read for it waits its turn among the reads of all accounts, and ends as soon as it can when the
   * client is gone; it is refused as `unavailable` then, and after ten seconds without a turn.
   */
  forClient<T>(client: Client, work: () => Promise<T>): Promise<T>
  /** Brings the texts of an older book into their index, until the signal ends it. Searches go without the index meanwhile. */
  indexTexts(signal: AbortSignal): Promise<void>
  /** What the book lacks for fast searches, and who can help; null where it lacks nothing. */
  slowSearches(): string | null
  /**
   * Runs reads that all see the book as it is at one moment, however long they take and whatever is written meanwhile. It is
   * for a process that does nothing else, as an export: others of the process may see that moment too.
   */
  moment<T>(read: (readers: Moment) => Promise<T>): Promise<T>
  /**
   * Runs `work` in a transaction, and records its change in it. Resolves when both are on disk. When `work` rejects,
   * nothing of it is kept, and other writes are not touched. `work` must await nothing but the transaction, since it
   * may share a commit with others that wait for it. It may be run again, when it lost a race or when another one failed
   * with which it shares a commit.
   */
  write<T>(author: Author, work: (tx: Transaction) => Promise<Written<T>>): Promise<T>
  /**
   * A mark that is another one as soon as this process or another may have changed who may sign in, or from where. What was
   * read after it was taken holds while it stays the same.
   */
  accessMark(): object
  /**
   * Whether this process is the one that does the work, of all processes that serve the book. Another one may take over
   * at any time.
   */
  leads(work: string): Promise<boolean>
  /**
   * Lets the PBX's role read the views that the book has for it. Returns undefined when it may read them. Else returns
   * the statements that somebody with more rights has to run first.
   *
   * @throws Refusal `conflict` when the role has another password, which must stay.
   */
  admitPbx(role: PbxRole): Promise<string | undefined>
  /** The reason for which the book takes no writes at present; null while nothing is known against it. */
  readOnly(): string | null
  /** The acknowledged changes that the book has lost, and whose loss nobody has accepted. */
  missingChanges(): readonly MissingChanges[]
  /** The bytes that the book takes on disk. */
  size(): Promise<number>
  close(): Promise<void>
}

/** The readers of the book as it was at one moment. */
export type Moment = Pick<
  Store,
  'groups' | 'folders' | 'memberships' | 'lists' | 'extensions' | 'contacts' | 'optOuts' | 'changes'
>

/**
 * The writers of one transaction. Touch the parent row (`lock`) before its children. Touch rows of different nouns in
 * one order, so that no two transactions wait for each other: campaigns, groups, contacts, the tree of folders, folders. Touch
 * rows of one noun in the order of their ids.
 */
export interface Transaction {
  readonly accounts: AccountWriter
  readonly credentials: CredentialWriter
  readonly people: PersonWriter
  readonly networks: NetworkWriter
  readonly sipNetworks: NetworkWriter
  readonly blocks: BlockWriter
  readonly groups: GroupWriter
  readonly folders: FolderWriter
  readonly memberships: MembershipWriter
  readonly lists: ListWriter
  readonly extensions: ExtensionWriter
  readonly contacts: ContactWriter
  readonly optOuts: OptOutWriter
  readonly uploads: UploadWriter
  readonly previews: PreviewWriter
  readonly pbxAccount: PbxAccountWriter
  readonly forwardRules: ForwardRuleWriter
  readonly incomingRules: IncomingRuleWriter
  readonly inboundRoutes: InboundRouteWriter
  readonly trunks: TrunkWriter
  readonly emergencyNumbers: EmergencyWriter
  readonly routes: RouteWriter
  readonly recordings: RecordingWriter
  readonly sounds: SoundWriter
  readonly schedules: ScheduleWriter
  readonly campaigns: CampaignWriter
  readonly trunkManagers: TrunkManagerWriter
  readonly messages: MessageWriter
  readonly incomingMessages: IncomingMessageWriter
  readonly retries: RetryWriter
  readonly requestLog: RequestLogWriter
  readonly bulks: BulkWriter
  readonly changes: ChangeWriter
  readonly webhooks: WebhookWriter
  readonly effects: EffectWriter
  readonly leftovers: LeftoverWriter
  /**
   * Takes the next `count` numbers of the account's own sequence of `noun`, and returns the first. Sequences start at
   * 1: after 10 numbers a `count` of 3 takes 11 to 13, and returns 11.
   */
  allocate(accountId: number, noun: Sequence, count: number): Promise<number>
}

/** The nouns whose things each account numbers by itself. */
export type Sequence =
  | ('group' | 'extension' | 'contact' | 'entry' | 'folder')
  | (
      | 'webhook'
      | 'delivery'
      | 'effect'
      | 'opt-out'
      | 'incoming-rule'
      | 'inbound-route'
      | 'recording'
      | 'sound'
      | 'schedule'
      | 'call'
      | 'trunk-manager'
      | 'campaign'
      | 'target'
      | 'message'
      | 'incoming-message'
      | 'bulk'
    )
