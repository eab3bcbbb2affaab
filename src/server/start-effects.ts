import { lookup } from 'node:dns/promises'
import type { Settings } from '../config/config.ts'
import type { Core } from '../core/core.ts'
import type { Pbx } from '../core/pbx/pbx.ts'
import { noRegistrations, type Registrations } from '../core/pbx/registrations.ts'
import type { ShapeMessage } from '../core/webhook/courier.ts'
import { makeHttpCourier } from '../courier/http-courier.ts'
import { dialects } from '../dialects/dialects.ts'
import { answersOptions } from '../pbx/ask-options.ts'
import { blockSipClients } from '../workers/block-sip-clients.ts'
import { collectMissedCalls } from '../workers/collect-missed-calls.ts'
import { deliverEvents } from '../workers/deliver-events.ts'
import type { DialWorker } from '../workers/dial-campaigns.ts'
import { dropRegistrations } from '../workers/drop-registrations.ts'
import { endCalls } from '../workers/end-calls.ts'
import { forgetCalls } from '../workers/forget-calls.ts'
import { forgetDeliveries } from '../workers/forget-deliveries.ts'
import { keepRecordings } from '../workers/keep-recordings.ts'
import { keepSounds } from '../workers/keep-sounds.ts'
import { mailMissedCalls } from '../workers/mail-missed-calls.ts'
import { type OutboxWorker, startOutbox } from '../workers/outbox.ts'
import { tellEvents } from '../workers/tell-events.ts'
import { wakePhones } from '../workers/wake-phones.ts'
import { watchRegistrations } from '../workers/watch-registrations.ts'
import { watchTrunks } from '../workers/watch-trunks.ts'
import type { Worker } from '../workers/worker.ts'
import { freeAgents } from './free-agents.ts'
import { isWithin } from './is-within.ts'
import { describeError, type Log } from './log.ts'
import { openMail } from './open-mail.ts'
import { openPbx } from './open-pbx.ts'
import type { OwnParts } from './own-parts.ts'
import { startLedger } from './start-ledger.ts'

/** The running workers of the outbox, and the PBX that they work on. */
export interface RunningEffects {
  readonly registrations: Registrations
  /** Undefined when the settings name no PBX. */
  readonly pbx: Pbx | undefined
  /** Has the deliveries that are due be looked for at once. */
  look(): void
  stop(): Promise<void>
}

/**
 * Connects to the PBX and starts the workers of the outbox.
 *
 * @throws StartError when the password of the PBX, or of the mail server, cannot be read.
 */
export async function startEffects(
  core: Core,
  settings: Settings,
  log: Log,
  { aroundCourier = (courier) => courier }: Pick<OwnParts, 'aroundCourier'> = {},
): Promise<RunningEffects> {
  const { store, clock } = core
  const faultOf = (work: string) => (error: unknown) => log.error({ error: describeError(error) }, `${work} failed`)
  const servedAccount = () => store.pbxAccount.get()
  const isServed = async (accountId: number) => (await servedAccount()) === accountId

  const isLeader = () => store.leads('pbx events')

  let drops: OutboxWorker | undefined
  let ends: OutboxWorker | undefined
  let missed: OutboxWorker | undefined
  let dialling: DialWorker | undefined
  let lastProblem: string | undefined
  const onEvent = tellEvents({
    store,
    servedAccount,
    isLeader,
    onFault: faultOf('telling of an event'),
  })
  const signIns = blockSipClients(core, {
    rule: {
      attempts: settings['pbx.badSignIns'],
      within: settings['pbx.badSignInsWithin'] * 1000,
      lasts: settings['pbx.blockTime'] * 1000,
    },
    isLeader,
    isWithin,
    onBlock: (subject, until) =>
      log.info({ blocked: subject, until: new Date(until).toISOString() }, 'too many bad SIP sign-ins'),
    onFault: faultOf('blocking a SIP client'),
  })
  const ledger = await startLedger(core, settings, log, () => pbx)
  const onPushWake = wakePhones({ store, servedAccount, isLeader, onFault: faultOf('waking a phone') })
  const pbx: Pbx | undefined = openPbx(settings, clock, {
    tellsCalls: ledger === undefined,
    onEvent,
    onPushWake,
    onMissedCall: () => missed?.look(),
    onBadSignIn: ({ address, number }) => signIns.onBad(address, number),
    onRightSignIn: ({ address, number }) => number !== undefined && signIns.onRight(address, number),
    onConnected() {
      lastProblem = undefined
      log.info({ pbx: settings['pbx.address'] }, 'the PBX is connected')
      for (const worker of [drops, ends, missed]) worker?.look()
      ledger?.pbxIsBack()
      dialling?.pbxIsBack()
    },
    onDisconnected(problem) {
      // The link looks for a PBX that is away every other second: only another problem is another line.
      if (problem !== lastProblem) log.info({ pbx: settings['pbx.address'], problem }, 'the PBX is not connected')
      lastProblem = problem
    },
  })
  if (pbx) {
    const onFault = faultOf('dropping registrations')
    drops = startOutbox(store.outbox, dropRegistrations({ pbx, clock, isServed, onFault }), onFault)
    const onEndFault = faultOf('ending calls')
    ends = startOutbox(store.outbox, endCalls({ store, pbx, clock, isServed, onFault: onEndFault }), onEndFault)
    missed = collectMissedCalls({ store, pbx, servedAccount, isLeader, onFault: faultOf('taking missed calls') })
  }
  // Without the ledger nobody would know how a call ended: the process that reads the spool dials.
  if (pbx && ledger) {
    const { dialCampaigns } = await import('../workers/dial-campaigns.ts')
    dialling = dialCampaigns(core, {
      ...{ calls: pbx.campaignCalls, isConnected: () => pbx.isConnected(), ledgerReadUpTo: () => ledger.readUpTo() },
      ...{ isFree: freeAgents(pbx), knowsPlace: (context, text) => pbx.knowsContext(context, text || undefined) },
      ...{ servedAccount, isLeader: () => store.leads('call spool') },
      onFault: faultOf('dialling'),
    })
  }
  const mail = await openMail(settings)
  const onMailFault = faultOf('mail')

  const timeoutMs = settings['webhook.timeout'] * 1000
  const courier = aroundCourier(makeHttpCourier({ timeoutMs, denyPrivate: settings['webhook.denyPrivate'], clock }))
  const retryAfterMs = settings['webhook.retryAfter']
  const delivery = deliverEvents(core, { courier, shape, timeoutMs, retryAfterMs })
  const deliveries = startOutbox(store.outbox, delivery, faultOf('delivering events'))
  const workers: readonly Worker[] = [
    deliveries,
    forgetDeliveries(core, faultOf('forgetting deliveries')),
    forgetCalls(core, settings['pbx.keepCalls'], faultOf('forgetting calls')),
    keepSounds(core, faultOf('keeping sounds')),
    keepRecordings(
      core,
      {
        keepMs: settings['recording.keepDays'] * 24 * 60 * 60 * 1000,
        mostBytes: settings['recording.diskLimit'] * 1024 * 1024,
      },
      faultOf('keeping recordings'),
    ),
    startOutbox(store.outbox, mailMissedCalls(core, { courier: mail, onFault: onMailFault }), onMailFault),
    ...[dialling, ledger, drops, ends, missed].flatMap((worker) => worker ?? []),
    ...(pbx
      ? [
          watchTrunks(core, {
            ...{ pbx, servedAccount, isLeader, tell: onEvent, onFault: faultOf('watching the trunks') },
            answers: answersOptions,
            addressesOf: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
          }),
        ]
      : []),
  ]
  return {
    registrations: pbx ? watchRegistrations({ outbox: store.outbox, pbx, clock, isServed }) : noRegistrations,
    pbx,
    look: () => deliveries.look(),
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()))
      await pbx?.close()
      mail?.close()
    },
  }
}

const shape: ShapeMessage = (webhook, event, posting) => {
  const form = dialects.find(({ name }) => name === webhook.dialect)?.webhooks
  if (!form) throw new Error(`no dialect tells of events as ${webhook.dialect}`)
  return form.shape(webhook, event, posting)
}
