import type { ChangeNoun } from '../core/change/change.ts'
import type { Clock, Ids } from '../core/environment.ts'
import type { Moment, Store, Transaction } from '../core/ports.ts'
import { AccessCache, cachedCredentials, cachedNetworks } from './access-cache.ts'
import { accountReader, accountWriter } from './accounts.ts'
import { agreeOnKey } from './agree-on-key.ts'
import { blockReader, blockWriter } from './blocks.ts'
import { bulkQueueOn } from './bulks/bulk-queue.ts'
import { bulkReader, bulkWriter } from './bulks/bulks.ts'
import { campaignReader, campaignWriter } from './campaigns/campaigns.ts'
import { dialLogOn } from './campaigns/dial-log.ts'
import { trunkManagerReader, trunkManagerWriter } from './campaigns/trunk-managers.ts'
import { carrierDeskOn } from './carriers.ts'
import { changeReader, changeWriter, insertChange } from './changes.ts'
import { damageReader } from './checks/find-damage.ts'
import { keepSchemaSum } from './checks/schema-sum.ts'
import { sumOlderRows } from './checks/sum-older-rows.ts'
import { forClient } from './client-watch.ts'
import { contactCounter } from './contact-counter.ts'
import { contactReader, contactWriter } from './contacts.ts'
import { credentialReader, credentialWriter } from './credentials.ts'
import { rememberOrders } from './engine/deep-pages.ts'
import type { Engine, Session } from './engine/engine.ts'
import { allocate } from './engine/sequences.ts'
import { foldOlderNames } from './fold-older-names.ts'
import { folderReader, folderWriter } from './folders.ts'
import { groupReader, groupWriter } from './groups.ts'
import { incomingMessageReader, incomingMessageWriter } from './incoming-messages/incoming-messages.ts'
import { ledgerOn } from './ledger/ledger.ts'
import { leftoverReader, leftoverWriter } from './leftovers.ts'
import { HeldChunks } from './lists/held-chunks.ts'
import { HeldLists } from './lists/held-lists.ts'
import { LastMaking } from './lists/last-making.ts'
import { listReader, listWriter } from './lists/lists.ts'
import { menderOn } from './lists/mend.ts'
import { stageOn } from './lists/stage.ts'
import { recordingReader, recordingWriter } from './media/recordings.ts'
import { scheduleReader, scheduleWriter } from './media/schedules.ts'
import { soundReader, soundWriter } from './media/sounds.ts'
import { membershipReader, membershipWriter } from './memberships.ts'
import { messageQueueOn } from './messages/message-queue.ts'
import { messageReader, messageWriter } from './messages/messages.ts'
import { paperTrayOn } from './messages/paper.ts'
import { refuseUnfinished } from './move/unfinished.ts'
import { networkReader, networkWriter, sipNetworkReader, sipNetworkWriter } from './networks.ts'
import { type BookPlace, openEngine } from './open-engine.ts'
import { optOutReader, optOutWriter } from './opt-outs.ts'
import { deliveryReader } from './outbox/deliveries.ts'
import { effectWriter } from './outbox/effects.ts'
import { outboxOn } from './outbox/outbox.ts'
import { webhookReader, webhookWriter } from './outbox/webhooks.ts'
import { emergencyReader, emergencyWriter } from './pbx/emergency-numbers.ts'
import { extensionReader, extensionWriter } from './pbx/extensions.ts'
import { forwardRuleReader, forwardRuleWriter } from './pbx/forward-rules.ts'
import { inboundRouteReader, inboundRouteWriter } from './pbx/inbound-routes.ts'
import { incomingRuleReader, incomingRuleWriter } from './pbx/incoming-rules.ts'
import { pbxAccountReader, pbxAccountWriter } from './pbx/pbx-account.ts'
import { pbxViewReader } from './pbx/pbx-view.ts'
import { routeReader, routeWriter } from './pbx/routes.ts'
import { trunkStatesOn } from './pbx/trunk-facts.ts'
import { trunkReader, trunkWriter } from './pbx/trunks.ts'
import { personReader, personWriter } from './people.ts'
import { previewReader, previewWriter } from './previews.ts'
import { renewSieves } from './renew-sieves.ts'
import { requestLogOn, requestLogWriter } from './request-log/request-log.ts'
import { retriesOn, retryWriter } from './retries.ts'
import { sieveOlderGroups } from './sieve-older-groups.ts'
import { explainDamage } from './sqlite/errors.ts'
import type { FolderOptions } from './sqlite/open-folder.ts'
import { indexOlderTexts } from './text/index-older-texts.ts'
import { uploadReader, uploadWriter } from './uploads.ts'

export interface StoreOptions {
  readonly place: BookPlace
  /**
   * The fingerprint of the key with which this process seals secrets. A function is asked once the book is open, and gets the
   * fingerprint that the book has; a new book has none.
   */
  readonly keyFingerprint: string | ((known: string | undefined) => string)
  readonly ids: Ids
  readonly clock: Clock
  /** Takes a folder for a server; absent for a command. */
  readonly claim?: FolderOptions['claim']
  /** Is handed a function that puts the content of another book's file in the place of all that this one has. */
  readonly takeRefill?: ((refill: (file: string) => Promise<void>) => void) | undefined
}

/** The nouns whose changes may let somebody in or keep somebody out, or are known of whoever is let in. */
const decidesAccess: ReadonlySet<ChangeNoun> = new Set(['account', 'credential', 'network', 'person', 'request-bodies'])

/**
 * Opens a book, after bringing it up to the version of this program.
 *
 * @throws Error when a copy or restore into it did not finish, and when its secrets are sealed with another key: other
 * processes could not open the secrets that this one would seal.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const engine = await openEngine(options.place, { claim: options.claim })
  try {
    await refuseUnfinished(engine.reader)
    await agreeOnKey(engine, options.keyFingerprint)
    await sumOlderRows(engine)
    await sieveOlderGroups(engine)
    await foldOlderNames(engine)
    await keepSchemaSum(engine)
    return storeOn(engine, options)
  } catch (error) {
    await engine.close()
    throw explainDamage(error)
  }
}

function storeOn(engine: Engine, { ids, clock, takeRefill }: StoreOptions): Store {
  const { reader } = engine
  const access = new AccessCache(engine)
  const heldLists = new HeldLists()
  rememberOrders(engine)
  takeRefill?.(async (file) => {
    await engine.refill?.(file)
    rememberOrders(engine)
    engine.texts.totals.forget()
    access.forget()
    heldLists.forget()
  })
  let effectsWritten = 0
  const listeners: (() => void)[] = []
  const effectsOf = (session: Session) => effectWriter(session, clock, () => effectsWritten++)
  const transactions = new WeakMap<Session, Transaction>()
  const held = { chunks: new HeldChunks(), lists: heldLists }
  const transactionOf = (session: Session): Transaction => {
    const made = transactions.get(session) ?? {
      ...transactionOn(session, ids, held),
      effects: effectsOf(session),
      messages: messageWriter(session, () => effectsWritten++),
      incomingMessages: incomingMessageWriter(session),
      bulks: bulkWriter(session, () => effectsWritten++),
    }
    transactions.set(session, made)
    return made
  }
  const transaction = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    const before = effectsWritten
    const answer = await engine.transaction(work)
    if (effectsWritten > before) for (const listener of listeners) listener()
    return answer
  }
  return {
    accounts: accountReader(reader),
    credentials: cachedCredentials(credentialReader(reader), access),
    people: personReader(reader),
    networks: cachedNetworks(networkReader(reader), access),
    sipNetworks: sipNetworkReader(reader),
    blocks: blockReader(reader),
    ...readersOn(engine, reader),
    uploads: uploadReader(reader),
    previews: previewReader(reader),
    contactCounter: contactCounter(reader),
    pbxAccount: pbxAccountReader(reader),
    forwardRules: forwardRuleReader(reader),
    incomingRules: incomingRuleReader(engine, reader),
    inboundRoutes: inboundRouteReader(reader),
    trunks: trunkReader(reader),
    trunkStates: trunkStatesOn(engine),
    emergencyNumbers: emergencyReader(reader),
    routes: routeReader(reader),
    recordings: recordingReader(reader),
    sounds: soundReader(engine, reader),
    schedules: scheduleReader(reader),
    campaigns: campaignReader(engine, reader),
    dialLog: dialLogOn(engine, { effectsOf, transaction }),
    trunkManagers: trunkManagerReader(reader),
    pbxView: pbxViewReader(reader),
    webhooks: webhookReader(reader),
    deliveries: deliveryReader(reader),
    outbox: outboxOn(engine, {
      clock,
      effectsOf,
      transaction,
      onWritten: (listener) => listeners.push(listener),
    }),
    ledger: ledgerOn(engine, { effectsOf, transaction }),
    messages: messageReader(engine),
    incomingMessages: incomingMessageReader(engine),
    messageQueue: messageQueueOn({ effectsOf, transaction, onWritten: (listener) => listeners.push(listener) }),
    bulks: bulkReader(engine),
    bulkQueue: bulkQueueOn(reader, { transaction, onWrite: () => effectsWritten++ }),
    paper: paperTrayOn(engine, transaction),
    carriers: carrierDeskOn(reader, transaction),
    retries: retriesOn(reader, transaction),
    requestLog: requestLogOn(reader, transaction),
    stage: stageOn(engine, ids, clock),
    leftovers: leftoverReader(engine),
    damages: damageReader(engine),
    mender: menderOn(engine),
    renewSieves: (signal) => renewSieves(engine, signal),
    forClient,
    indexTexts: (signal) => indexOlderTexts(engine, signal),
    slowSearches: () => engine.texts.lacks,
    moment: (read) => engine.snapshot((session) => read(readersOn(seeingOnly(engine, session), session))),
    async write(author, work) {
      let at = 0
      const { answer, change } = await transaction(async (session) => {
        const written = await work(transactionOf(session))
        if (written.change === null) return written
        at = clock.now()
        await insertChange(session, at, author, written.change)
        if (decidesAccess.has(written.change.noun)) await engine.announceAccess(session)
        return written
      })
      if (change !== null && decidesAccess.has(change.noun)) access.forget()
      if (change !== null && author.trace) {
        const { noun, verb, subject } = change
        author.trace.change = { at, noun, verb, subject }
      }
      return answer
    },
    accessMark: () => access.mark(),
    leads: (work) => engine.leads(work),
    admitPbx: (role) => engine.admitPbx(role),
    readOnly: () => engine.refusesWrites(),
    missingChanges: () => engine.missingChanges(),
    size: () => engine.size(),
    close: () => engine.close(),
  }
}

/** The engine as it is at the moment of a session: also what else would be read in another one. */
function seeingOnly(engine: Engine, session: Session): Engine {
  return { ...engine, reader: session, snapshot: (work) => work(session), search: (_, work) => work(session) }
}

function readersOn(engine: Engine, session: Session): Moment {
  return {
    groups: groupReader(engine, session),
    folders: folderReader(engine, session),
    memberships: membershipReader(session),
    lists: listReader(session),
    extensions: extensionReader(engine, session),
    contacts: contactReader(engine, session),
    optOuts: optOutReader(engine, session),
    changes: changeReader(engine, session),
  }
}

/** What is held of lists, for all transactions. */
interface Held {
  readonly chunks: HeldChunks
  readonly lists: HeldLists
}

function transactionOn(
  session: Session,
  ids: Ids,
  held: Held,
): Omit<Transaction, 'effects' | 'messages' | 'incomingMessages' | 'bulks'> {
  const last = new LastMaking()
  return {
    accounts: accountWriter(session),
    credentials: credentialWriter(session),
    people: personWriter(session),
    networks: networkWriter(session),
    sipNetworks: sipNetworkWriter(session),
    blocks: blockWriter(session),
    groups: groupWriter(session, last),
    folders: folderWriter(session),
    memberships: membershipWriter(session),
    lists: listWriter(session, ids, last, held.chunks, held.lists),
    extensions: extensionWriter(session),
    contacts: contactWriter(session),
    optOuts: optOutWriter(session),
    uploads: uploadWriter(session),
    previews: previewWriter(session),
    pbxAccount: pbxAccountWriter(session),
    forwardRules: forwardRuleWriter(session),
    incomingRules: incomingRuleWriter(session),
    inboundRoutes: inboundRouteWriter(session),
    trunks: trunkWriter(session),
    emergencyNumbers: emergencyWriter(session),
    routes: routeWriter(session),
    recordings: recordingWriter(session),
    sounds: soundWriter(session),
    schedules: scheduleWriter(session),
    campaigns: campaignWriter(session),
    trunkManagers: trunkManagerWriter(session),
    retries: retryWriter(session),
    requestLog: requestLogWriter(session),
    changes: changeWriter(session),
    webhooks: webhookWriter(session),
    leftovers: leftoverWriter(session),
    allocate: (accountId, noun, count) => allocate(session, accountId, noun, count),
  }
}
