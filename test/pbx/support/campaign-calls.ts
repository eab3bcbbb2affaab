import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CampaignCall, CampaignCalls } from '../../../src/core/campaign/campaign-calls.ts'
import type { CallRecord } from '../../../src/core/ledger/call-record.ts'
import type { Pbx } from '../../../src/core/pbx/pbx.ts'
import { openAsterisk } from '../../../src/pbx/asterisk.ts'
import { soundFolder } from '../../../src/pbx/sound-folder.ts'
import { wavOf } from '../../acceptance/support/wav.ts'
import { type Asterisk, eventually } from './asterisk.ts'
import { startConnected } from './connected.ts'
import type { Link } from './link.ts'
import { type Manner, Phone } from './phone.ts'

/** A call as the command line shows it. Times are epoch milliseconds. */
export interface ShownCall {
  readonly originateId: string
  readonly campaign: string
  readonly digits: string
  readonly from: string
  readonly to: string
  readonly taker: string
  readonly way: string
  readonly exit: string
  readonly disposition: string
  readonly startedAt: number
  readonly answeredAt: number | null
  readonly endedAt: number
  readonly legs: CallRecord['legs']
  readonly talks: readonly { readonly one: string; readonly other: string }[]
  readonly doubts: readonly string[]
}

/** A PBX with a trunk to a phone that plays all numbers outside. */
export interface CampaignPbx {
  readonly link: Link
  readonly outside: Phone
  readonly calls: CampaignCalls
  /** The ids of the calls that are over, in their order. */
  readonly ended: readonly string[]
  /** A call to a number, with an id of its own. */
  call(number: string, fields?: Partial<CampaignCall>): CampaignCall
  /** Begins a call, and returns its id. */
  begin(number: string, fields?: Partial<CampaignCall>): Promise<string>
  /** How often a number was called so far. */
  timesCalled(number: string): number
  /** Has the PBX have a sound, a tone of that frequency, and returns its hash. */
  tone(frequency: number, seconds: number): Promise<string>
  /** The call in the ledger, once it is there. */
  inLedger(id: string): Promise<ShownCall>
  /** Whether the dialplan has a text in a context. */
  knowsPlace(context: string, text: string): Promise<boolean>
  /** Whether the calls are connected with Asterisk. */
  isConnected(): boolean
  /** The channels that Asterisk has. */
  channels(): Promise<number>
  stop(): Promise<void>
}

const provider = '127.0.0.21'

/** How a number outside is, by its last digit. */
const manners: Readonly<Record<string, Manner>> = {
  ...{ 0: 'answer', 1: 'busy', 2: 'ring', 3: 'decline', 4: 'full', 5: 'unknown', 6: 'mute' },
}

/** Starts a server, its Asterisk, and a trunk `cisco` to a phone that does as the last digit of a number says. `configured` are more options of `dialbook pbx config`. */
export async function startCampaignPbx(configured: readonly string[] = []): Promise<CampaignPbx> {
  const link = await startConnected(configured)
  const { asterisk } = link
  const outside = await Phone.open({ number: 'all', secret: '', pbx: asterisk.sipPort, address: provider })
  outside.mannerOf = (number) => manners[number.at(-1) ?? ''] ?? 'answer'
  const cli = (...args: string[]) => link.client.server.cli(...args)
  await cli('trunk', 'set', 'cisco', '--host', provider, '--port', String(outside.port))
  const pbx = await connectTo(asterisk)
  const ended: string[] = []
  pbx.campaignCalls.onEnded((id) => ended.push(id))
  let serial = 0
  const call = (number: string, fields: Partial<CampaignCall> = {}): CampaignCall => ({
    id: `orig.call.${Math.floor(Date.now() / 1000)}.${String(++serial).padStart(6, '0')}`,
    ...{ campaign: 'c0ffee', number, trunk: 'cisco', sound: '', digits: 0, context: '', text: '' },
    ...{ ringTime: 30, longest: 60 },
    ...fields,
  })
  return {
    ...{ link, outside, ended, call },
    calls: pbx.campaignCalls,
    knowsPlace: (context, text) => pbx.knowsContext(context, text),
    isConnected: () => pbx.isConnected(),
    async begin(number, fields) {
      const wanted = call(number, fields)
      await pbx.campaignCalls.begin(wanted)
      return wanted.id
    },
    timesCalled: (number) => outside.invites.filter(({ first }) => first.startsWith(`INVITE sip:${number}@`)).length,
    async tone(frequency, seconds) {
      const folder = soundFolder(join(link.client.server.data, 'sounds'))
      const { sha256, bytes } = await folder.convert(wavOf({ rate: 8000, channels: 1, seconds, tone: frequency }))
      await folder.put(sha256, bytes)
      return sha256
    },
    async inLedger(id) {
      let found: ShownCall | undefined
      await eventually(`the ledger has ${id}`, async () => {
        const { calls } = JSON.parse(await cli('calls', 'list', '--json'))
        found = calls.find(({ originateId }: ShownCall) => originateId === id)
        return found !== undefined
      })
      const { startedAt, answeredAt, endedAt, ...rest } = found as ShownCall
      const [began, ended] = [startedAt, endedAt].map((time) => Date.parse(String(time))) as [number, number]
      const answered = answeredAt === null ? null : Date.parse(String(answeredAt))
      return { ...rest, startedAt: began, answeredAt: answered, endedAt: ended }
    },
    async channels() {
      return Number(/^(\d+) active channel/m.exec(await asterisk.cli('core show channels count'))?.[1])
    },
    async stop() {
      await pbx.close()
      outside.close()
      await link.stop()
    },
  }
}

/** Connects to an Asterisk as a server does. */
export async function connectTo(asterisk: Asterisk): Promise<Pbx> {
  const password = (await readFile(join(asterisk.dir, 'ari.password'), 'utf8')).trim()
  const nothing = () => undefined
  const connected = Promise.withResolvers<void>()
  const pbx = openAsterisk(
    {
      ari: { url: `http://127.0.0.1:${asterisk.ariPort}`, username: 'dialbook', password },
      ami: { host: '127.0.0.1', port: asterisk.amiPort, username: 'dialbook', password },
      clock: { now: Date.now },
    },
    {
      ...{ tellsCalls: false, onEvent: nothing, onPushWake: nothing, onMissedCall: nothing, onBadSignIn: nothing },
      ...{ onRightSignIn: nothing, onConnected: connected.resolve, onDisconnected: nothing },
    },
  )
  await connected.promise
  return pbx
}
