import type { Clock } from '../core/environment.ts'
import type { BookEvent, PushWake } from '../core/event/event.ts'
import type { Pbx, PbxReport } from '../core/pbx/pbx.ts'
import type { AmiOptions } from './ami.ts'
import { AmiLink } from './ami-link.ts'
import { type Ari, type AriOptions, makeAri } from './ari.ts'
import { CallTracker } from './call-tracker.ts'
import { AsteriskCampaignCalls } from './campaign-calls.ts'
import { compareObjects } from './compare-objects.ts'
import { compareTrunks } from './compare-trunks.ts'
import { endCalls } from './end-calls.ts'
import { HeldRegistrations } from './held-registrations.ts'
import { holdMusicClasses } from './hold-music-classes.ts'
import { IdlePhones } from './idle-phones.ts'
import { listEndpoints } from './list-endpoints.ts'
import { liveCallsIn } from './live-calls.ts'
import { isMissedCall, takeMissedCalls } from './missed-calls.ts'
import { hasContext, placeCall } from './place-call.ts'
import { ReachabilityWatch } from './reachability.ts'
import { badSignInOf, rightSignInOf, type SipSignIn } from './security-events.ts'
import { haveCallWait, pushWakeOf } from './sleeping-phones.ts'
import { renewTrunkRegistrations, trunkRegistrations } from './trunk-registrations.ts'
import { startWatch, type Watch } from './watch.ts'

/** Milliseconds between two looks at the registrations while no phone signs in: registrations also expire. */
const lookEveryMs = 1000

/** The two interfaces by which Asterisk is reached, and the clock that dates its events. */
export interface AsteriskOptions {
  readonly ari: AriOptions
  readonly ami: Omit<AmiOptions, 'onEvent' | 'signal'>
  readonly clock: Clock
}

/** The receiver of all that happens on the PBX and to the connection. */
export interface AsteriskListener {
  /** Whether calls are told of as the PBX's manager interface tells of them, since there is no ledger of its spool here. */
  readonly tellsCalls: boolean
  onEvent(event: BookEvent): void
  /** A call has come for a phone that is not registered; `haveWait` has it wait for the phone. */
  onPushWake(event: PushWake, haveWait: () => Promise<void>): void
  /** The PBX has noted a missed call. */
  onMissedCall(): void
  /** A SIP client gave a wrong secret, or a number that no extension has. */
  onBadSignIn(signIn: SipSignIn): void
  onRightSignIn(signIn: SipSignIn): void
  onConnected(): void
  onDisconnected(problem: string): void
}

/**
 * Connects to Asterisk, now or as soon as it runs. AMI tells of events and of registrations; ARI ends registrations.
 */
export function openAsterisk({ ari: ariOptions, ami, clock }: AsteriskOptions, listener: AsteriskListener): Pbx {
  const ari = makeAri(ariOptions)
  const registrations = new HeldRegistrations(ari, clock.now)
  const tracker = new CallTracker(listener.onEvent, clock.now, listener.tellsCalls)
  const reach = new ReachabilityWatch()
  const idle = new IdlePhones()
  const campaignCalls = new AsteriskCampaignCalls(() => link.ami)
  let watch: Watch | undefined
  const link = new AmiLink(
    {
      ...ami,
      onEvent(event) {
        tracker.handle(event)
        campaignCalls.handle(event)
        const right = rightSignInOf(event)
        if (right) {
          watch?.hint()
          listener.onRightSignIn(right)
        }
        const asleep = pushWakeOf(event)
        if (asleep) listener.onPushWake(asleep, async () => haveCallWait(link.ami, event))
        if (isMissedCall(event)) listener.onMissedCall()
        const bad = badSignInOf(event)
        if (bad) listener.onBadSignIn(bad)
      },
    },
    {
      async onUp(fresh) {
        // AMI may work where ARI does not, and a registration is ended only with both.
        await ari.get('asterisk/info')
        await registrations.dropResurrected(fresh)
        await reach.learn(fresh)
        await campaignCalls.learn(fresh)
        await idle.learn(fresh)
        const answering = async () => {
          const { numbers, asks } = await registrations.look(fresh)
          if (asks || reach.knowsAny) await reach.learn(fresh)
          const answer = numbers.difference(new Set(reach.unreachable()))
          idle.answering(fresh, answer)
          return answer
        }
        tracker.learn(await fresh.list({ Action: 'DeviceStateList' }), await answering())
        // The watch ends with the connection: its next look fails.
        watch = startWatch(async () => tracker.registeredAre(await answering()), lookEveryMs)
        // Called a moment later, when the link counts as up.
        setImmediate(listener.onConnected)
      },
      onDown: listener.onDisconnected,
    },
  )

  return {
    campaignCalls,
    isConnected: () => link.isUp,
    async dropRegistrations(number) {
      await registrations.drop(link.ami, number)
      watch?.hint()
    },
    endCalls: async (number) => endCalls(link.ami, number),
    takeMissedCalls: async (keep) => takeMissedCalls(link.ami, keep),
    reachability: () => reach.counts(),
    report: async () => reportOf(ari, await registrations.numbers(link.ami), reach.unreachable()),
    calls: async () => liveCallsIn(await link.ami.list({ Action: 'CoreShowChannels' })),
    compare: async ({ objects: wanted, trunks, realm }) => [
      ...(await compareObjects(ari, { wanted, registered: await registrations.numbers(link.ami), realm })),
      ...(await compareTrunks(link.ami, ari, trunks)),
    ],
    trunkRegistrations: () => trunkRegistrations(link.ami),
    renewTrunks: (names) => renewTrunkRegistrations(link.ami, names),
    knowsContext: async (context, extension) => hasContext(link.ami, context, extension),
    dial: async (call) => placeCall(link.ami, call),
    holdMusic: async () => holdMusicClasses(link.ami),
    close: () => link.close(),
  }
}

interface AriInfo {
  readonly system: { readonly version: string }
  readonly status: { readonly startup_time: string }
}

async function reportOf(ari: Ari, registered: ReadonlySet<string>, unreachable: readonly string[]): Promise<PbxReport> {
  const info = await ari.get<AriInfo>('asterisk/info')
  const endpoints = await listEndpoints(ari)
  const busy = endpoints.filter(({ channel_ids, resource }) => channel_ids.length > 0 && /^\d+$/.test(resource))
  return {
    version: info.system.version,
    startedAt: Date.parse(info.status.startup_time.replace(/\+0000$/, 'Z')),
    registered: [...registered].sort(),
    busy: busy.map(({ resource }) => resource).sort(),
    unreachable,
  }
}
