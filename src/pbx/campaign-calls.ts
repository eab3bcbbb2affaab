import { type CampaignCall, type CampaignCalls, NotBegun } from '../core/campaign/campaign-calls.ts'
import { type Ami, NotTaken } from './ami.ts'
import type { AmiMessage } from './ami-messages.ts'

/** Seconds beyond the ring time after which Asterisk gives a call up by itself: hosts of a trunk that say nothing take time. */
const graceSeconds = 60

/**
 * Whether this is the id of a campaign's call. The first channel has it, and Asterisk gives it to all channels that it is linked
 * with: it compares these ids as numbers of seconds, by which this one is older than every other.
 */
export function isOfCampaign(linkedId: string): boolean {
  return linkedId.startsWith('orig.call.')
}

/** Calls of campaigns, by the manager interface. */
export class AsteriskCampaignCalls implements CampaignCalls {
  readonly #ami: () => Ami
  /** The call of each channel, and the number of channels of each call. */
  readonly #callOf = new Map<string, string>()
  readonly #channels = new Map<string, number>()
  readonly #listeners: ((id: string) => void)[] = []

  constructor(ami: () => Ami) {
    this.#ami = ami
  }

  async begin(call: CampaignCall): Promise<void> {
    const action = actionOf(call)
    try {
      await this.#ami().list(action)
    } catch (error) {
      if (error instanceof NotTaken) throw new NotBegun(error.message, { cause: error })
      throw error
    }
  }

  async present(): Promise<ReadonlySet<string>> {
    const channels = await this.#ami().list({ Action: 'CoreShowChannels' })
    return new Set(channels.map((channel) => this.#idOf(channel)).filter((id) => id !== undefined))
  }

  async end(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return
    const ami = this.#ami()
    const wanted = new Set(ids)
    const channels = await ami.list({ Action: 'CoreShowChannels' })
    const own = channels.filter((channel) => wanted.has(this.#idOf(channel) ?? ''))
    // A channel that is gone by now has ended.
    await Promise.all(own.map(({ Channel = '' }) => ami.list({ Action: 'Hangup', Channel }).catch(ignoreNotTaken)))
  }

  onEnded(listener: (id: string) => void): void {
    this.#listeners.push(listener)
  }

  /** Takes over the channels of a PBX that was just connected. Calls that have ended since the last connection are told. */
  async learn(ami: Ami): Promise<void> {
    const channels = await ami.list({ Action: 'CoreShowChannels' })
    const present = new Set(channels.map(({ Uniqueid = '' }) => Uniqueid))
    for (const id of [...this.#callOf.keys()]) if (!present.has(id)) this.#gone(id)
    for (const channel of channels) this.#made(channel)
  }

  handle(message: AmiMessage): void {
    if (message.Event === 'Newchannel') this.#made(message)
    else if (message.Event === 'Hangup') this.#gone(message.Uniqueid ?? '')
  }

  #idOf({ Uniqueid = '', Linkedid = '' }: AmiMessage): string | undefined {
    return this.#callOf.get(Uniqueid) ?? (isOfCampaign(Linkedid) ? Linkedid : undefined)
  }

  #made(channel: AmiMessage): void {
    const { Uniqueid = '' } = channel
    const call = this.#idOf(channel)
    if (call === undefined || this.#callOf.has(Uniqueid)) return
    this.#callOf.set(Uniqueid, call)
    this.#channels.set(call, (this.#channels.get(call) ?? 0) + 1)
  }

  #gone(channel: string): void {
    const call = this.#callOf.get(channel)
    if (call === undefined) return
    this.#callOf.delete(channel)
    const left = (this.#channels.get(call) ?? 1) - 1
    if (left > 0) this.#channels.set(call, left)
    else {
      this.#channels.delete(call)
      for (const listener of this.#listeners) listener(call)
    }
  }
}

function ignoreNotTaken(error: unknown): void {
  if (!(error instanceof NotTaken)) throw error
}

/** What may stand in the value of a variable: the manager interface parts them at commas, and the dialplan at more. */
const plain = /^[\p{L}\p{M}\p{N}_.+*#@/-]*$/u

/**
 * The action for a call, whose channel gets the id of the call. One half of it calls the number in `campaign`
 * (`asterisk/extensions_campaign.conf`), the other is never answered.
 *
 * @throws NotBegun for values that the dialplan cannot have.
 */
function actionOf(call: CampaignCall): AmiMessage {
  const { id, campaign, number, trunk, sound, digits, context, text, ringTime, longest } = call
  if (!isOfCampaign(id)) throw new NotBegun(`${id} is no id of a call`)
  if (!/^\+?\d+$/.test(number)) throw new NotBegun(`${number} is no number that a trunk can call`)
  const variables = {
    originated_call_id: id,
    campaign_id: campaign,
    campaign_trunk: trunk,
    ring_time: String(ringTime),
    // With these marks the channel to the number has the variable too.
    __campaign_sound: sound,
    __campaign_digits: String(digits),
    __campaign_context: context,
    __campaign_text: text,
    __campaign_longest: String(longest),
  }
  for (const [name, value] of Object.entries(variables)) {
    if (!plain.test(value)) throw new NotBegun(`the PBX cannot have ${JSON.stringify(value)} as ${name}`)
  }
  return {
    Action: 'Originate',
    Channel: `Local/${number}@campaign/n`,
    ChannelId: id,
    Application: 'Hangup',
    Timeout: String((ringTime + graceSeconds) * 1000),
    Async: 'true',
    Variable: Object.entries(variables)
      .map(([name, value]) => `${name}=${value}`)
      .join(','),
  }
}
