import { readEndpointOptions } from '../../../../core/extension/endpoint-options.ts'
import type { Extension, ForwardPolicy } from '../../../../core/extension/extension.ts'
import {
  extensionRules,
  forwardRule,
  forwardTargets,
  type PlainSettings,
} from '../../../../core/extension/extension-rules.ts'
import type { ExtensionUpdate } from '../../../../core/extension/update-extension.ts'
import { decode, described, type Fields, InvalidValue, optional, type Reader, schemaOf } from '../../../fields.ts'
import { arrayOf, exactly, type Shown, string } from '../../../schemas.ts'
import { id, jalali, yesNo } from '../../about.ts'
import { jalaliDate } from '../../dates.ts'

const forwardPolicy: Reader<Partial<ForwardPolicy>> = described(
  {
    type: 'object',
    properties: Object.fromEntries(Object.keys(forwardTargets).map((name) => [name, schemaOf(forwardRule)])),
    additionalProperties: false,
  },
  (value) => {
    if (typeof value !== 'object' || value === null) throw new InvalidValue('must be an object')
    return Object.fromEntries(
      Object.entries(value).map(([condition, target]) => {
        if (!Object.hasOwn(forwardTargets, condition))
          throw new InvalidValue(`must have no keys but ${Object.keys(forwardTargets).join(', ')}`)
        return [forwardTargets[condition], forwardRule(target)]
      }),
    )
  },
)

/** The members of a user by the names that they have in the book; their rules are `extensionRules`. */
const members: Readonly<Record<string, keyof PlainSettings>> = {
  user_type: 'technology',
  active: 'active',
  name: 'name',
  number: 'number',
  cid_number: 'callerIdNumber',
  call_record: 'callRecord',
  push_notification: 'pushNotification',
  deny: 'deny',
  permit: 'permit',
  dtmfmode: 'dtmfMode',
  canreinvite: 'canReinvite',
  directmedia: 'directMedia',
  context: 'context',
  host: 'host',
  type: 'kind',
  nat: 'nat',
  port: 'port',
  qualify: 'qualify',
  callgroup: 'callGroup',
  pickupgroup: 'pickupGroup',
  callcounter: 'callCounter',
  faxdetect: 'faxDetect',
  call_limit: 'callLimit',
  trunk: 'trunk',
  transfer: 'transfer',
  email: 'email',
  more_options: 'moreOptions',
  description: 'description',
}

/** The readers of all members but the secret. All are optional. */
export const memberFields: Fields = {
  ...Object.fromEntries(
    Object.entries(members).map(([name, setting]) => [name, optional<unknown>(extensionRules[setting])]),
  ),
  forward_policy: optional<unknown>(forwardPolicy),
}

/** The settings that a body holds, by their names in the book. */
export function readSettings(body: object): ExtensionUpdate {
  return Object.fromEntries(
    Object.entries(decode(body, memberFields)).map(([name, value]) => [members[name] ?? 'forward', value]),
  )
}

/**
 * A remark on a user that the PBX does not have at all, since its like does not exist there; undefined for every other.
 */
export function notOnThePbx({ technology }: Extension): string | undefined {
  return technology === 'IAX2' ? 'user_type IAX2: the user is stored, and the PBX does not have it' : undefined
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

/** The members of a row of `users/search`. `trunk` and `transfer` are there only for who has them. */
export const shownUser = {
  ...{ _id: id, user_type: string, active: yesNo, call_record: yesNo, push_notification: yesNo, name: string },
  ...{ number: string, cid_number: string, secret: string, deny: string, permit: string, dtmfmode: string },
  ...{ context: string, host: string, type: string, port: string, qualify: yesNo, email: string },
  forward_policy: exactly({ Busy: string, 'No Answer': string, UnAvailable: string, All: string }),
  ...{ more_options: string, canreinvite: yesNo, directmedia: yesNo, nat: string, callgroup: string },
  ...{ pickupgroup: string, callcounter: yesNo, faxdetect: yesNo, call_limit: string, description: string },
  ...{ date: jalali, queues: arrayOf(string) },
}

export const shownToSome = { trunk: yesNo, transfer: string }

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
  } satisfies Shown<typeof shownUser>
}

function word(flag: boolean): 'yes' | 'no' {
  return flag ? 'yes' : 'no'
}
