import { readEndpointOptions } from '../../../../core/extension/endpoint-options.ts'
import type { Extension, ExtensionSettings, ForwardPolicy } from '../../../../core/extension/extension.ts'
import type { ExtensionUpdate } from '../../../../core/extension/update-extension.ts'
import {
  clearable,
  decode,
  type Fields,
  InvalidValue,
  nullable,
  oneOf,
  optional,
  type Reader,
  text,
} from '../../../fields.ts'
import { jalaliDate } from '../../dates.ts'
import {
  callLimit,
  context,
  dialNumberOrEmpty,
  dtmfMode,
  email,
  extensionKind,
  extensionNumber,
  groupNumbers,
  host,
  masks,
  moreOptions,
  nat,
  port,
  yesNo,
} from '../../values.ts'

const targets: Readonly<Record<string, keyof ForwardPolicy>> = {
  Busy: 'busy',
  'No Answer': 'noAnswer',
  UnAvailable: 'unavailable',
  All: 'all',
}

const forwardPolicy: Reader<Partial<ForwardPolicy>> = (value) => {
  if (typeof value !== 'object' || value === null) throw new InvalidValue('must be an object')
  return Object.fromEntries(
    Object.entries(value).map(([condition, target]) => {
      if (!Object.hasOwn(targets, condition))
        throw new InvalidValue(`must have no keys but ${Object.keys(targets).join(', ')}`)
      return [targets[condition], dialNumberOrEmpty(target)]
    }),
  )
}

type Settings = Omit<ExtensionSettings, 'forward'> & { readonly forward: Partial<ForwardPolicy> }
type Member = { [K in keyof Settings]: readonly [setting: K, read: Reader<Settings[K]>] }[keyof Settings]

export const userName = text({ min: 1, max: 255 })

/**
 * The members of a user: the name that each has in the book, and its reader. The limits of texts are ours: the vendor
 * states none.
 */
const members: Readonly<Record<string, Member>> = {
  user_type: ['technology', oneOf('SIP', 'IAX2')],
  active: ['active', yesNo],
  name: ['name', userName],
  number: ['number', extensionNumber],
  cid_number: ['callerIdNumber', clearable(dialNumberOrEmpty, '')],
  call_record: ['callRecord', yesNo],
  push_notification: ['pushNotification', yesNo],
  deny: ['deny', masks],
  permit: ['permit', masks],
  dtmfmode: ['dtmfMode', dtmfMode],
  canreinvite: ['canReinvite', yesNo],
  directmedia: ['directMedia', yesNo],
  context: ['context', context],
  host: ['host', host],
  type: ['kind', extensionKind],
  nat: ['nat', nat],
  port: ['port', port],
  qualify: ['qualify', yesNo],
  callgroup: ['callGroup', groupNumbers],
  pickupgroup: ['pickupGroup', groupNumbers],
  callcounter: ['callCounter', yesNo],
  faxdetect: ['faxDetect', yesNo],
  call_limit: ['callLimit', nullable(callLimit)],
  trunk: ['trunk', nullable(yesNo)],
  transfer: ['transfer', nullable(oneOf('yes', 'no', 'mediaonly'))],
  email: ['email', clearable(email, '')],
  forward_policy: ['forward', forwardPolicy],
  more_options: ['moreOptions', clearable(moreOptions, '')],
  description: ['description', clearable(text({ max: 1000, lines: true }), '')],
}

const memberFields: Fields = Object.fromEntries(
  Object.entries(members).map(([name, [, read]]) => [name, optional<unknown>(read)]),
)

/** A SIP secret, or the mask that stands for the stored one. */
export const secret = text({ min: 1, max: 128 })

/** The settings that a body holds, by their names in the book. */
export function readSettings(body: object): ExtensionUpdate {
  return Object.fromEntries(
    Object.entries(decode(body, memberFields)).map(([name, value]) => [members[name]?.[0], value]),
  )
}

/**
 * A remark on the options of an extension that have no effect on the PBX: `more_options has no effect in line 3
 * context`. Undefined when all of them have one.
 */
export function withoutEffect({ moreOptions }: Extension): string | undefined {
  const read = readEndpointOptions(moreOptions)
  if ('problem' in read || read.without.length === 0) return undefined
  return `more_options has no effect in ${read.without.join(', ')}`
}

/** A row of `users/search`. Nothing maps users to operators or queues here: `queues` is empty. */
export function userRow(extension: Extension, shownSecret: string, timeZone: string): object {
  return {
    _id: extension.hexId,
    user_type: extension.technology,
    active: word(extension.active),
    call_record: word(extension.callRecord),
    push_notification: word(extension.pushNotification),
    name: extension.name,
    number: extension.number,
    cid_number: extension.callerIdNumber,
    secret: shownSecret,
    deny: extension.deny,
    permit: extension.permit,
    dtmfmode: extension.dtmfMode,
    context: extension.context,
    host: extension.host,
    type: extension.kind,
    port: String(extension.port),
    qualify: word(extension.qualify),
    email: extension.email,
    forward_policy: {
      Busy: extension.forward.busy,
      'No Answer': extension.forward.noAnswer,
      UnAvailable: extension.forward.unavailable,
      All: extension.forward.all,
    },
    more_options: extension.moreOptions,
    canreinvite: word(extension.canReinvite),
    directmedia: word(extension.directMedia),
    nat: extension.nat,
    callgroup: extension.callGroup,
    pickupgroup: extension.pickupGroup,
    callcounter: word(extension.callCounter),
    faxdetect: word(extension.faxDetect),
    call_limit: extension.callLimit === null ? '' : String(extension.callLimit),
    ...(extension.trunk !== null && { trunk: word(extension.trunk) }),
    ...(extension.transfer !== null && { transfer: extension.transfer }),
    description: extension.description,
    date: jalaliDate(extension.updatedAt, timeZone),
    queues: [],
  }
}

function word(flag: boolean): 'yes' | 'no' {
  return flag ? 'yes' : 'no'
}
