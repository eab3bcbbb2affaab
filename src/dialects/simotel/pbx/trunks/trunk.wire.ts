import { Refusal } from '../../../../core/errors.ts'
import { extensionRules } from '../../../../core/extension/extension-rules.ts'
import { secretMask } from '../../../../core/extension/extension-secret.ts'
import { registerString, showRegisterString } from '../../../../core/trunk/register-string.ts'
import type { TrunkSettings } from '../../../../core/trunk/set-trunk.ts'
import { hostIn, type Trunk } from '../../../../core/trunk/trunk.ts'
import { readTrunkOptions, showTrunkOptions } from '../../../../core/trunk/trunk-options.ts'
import { codecList, trunkHost, trunkName } from '../../../../core/trunk/trunk-rules.ts'
import {
  clearable,
  type Decoded,
  decode,
  described,
  type Fields,
  InvalidValue,
  oneOf,
  optional,
  pattern,
  type Reader,
  schemaOf,
  text,
} from '../../../fields.ts'
import { type Shown, string } from '../../../schemas.ts'
import { id, jalali, yesNo } from '../../about.ts'
import { jalaliDate } from '../../dates.ts'

/** `dynamic` and an empty text are a trunk that leads nowhere yet: no other server registers with this PBX. */
const host: Reader<string> = described(schemaOf(text({ max: 253 })), (value) =>
  value === '' || value === 'dynamic' ? '' : trunkHost(value),
)

const insecureText = text({ max: 40 })
const insecureWord = oneOf('port,invite', 'port', 'invite', 'no', '')

/** The user interface writes `Port & Invite`, clients `port,invite`. */
const insecure: Reader<string> = described(
  { ...schemaOf(insecureText), description: 'port,invite, port, invite, no, or empty; & stands for a comma' },
  (value) => {
    const words = insecureText(value)
      .toLowerCase()
      .replace(/\s*&\s*/, ',')
    return insecureWord(words)
  },
)

const optionLines = text({ max: 4000, lines: true })

const options: Reader<ReturnType<typeof readTrunkOptions>> = described(schemaOf(optionLines), (value) =>
  readTrunkOptions(optionLines(value)),
)

const onlySip: Reader<string> = described({ const: 'SIP' }, (value) => {
  if (value !== 'SIP') throw new InvalidValue('must be SIP: there are no trunks of another kind here')
  return value
})

const { active, deny, permit, dtmfMode, canReinvite, directMedia, kind, nat, port, qualify, description } =
  extensionRules

/** Every member of a trunk but its name (docs/wire/simotel.md §5). */
export const memberFields = {
  trunk_type: optional(onlySip),
  register_string: optional(clearable(registerString, null)),
  active: optional(active),
  deny: optional(deny),
  permit: optional(permit),
  dtmfmode: optional(dtmfMode),
  canreinvite: optional(canReinvite),
  directmedia: optional(directMedia),
  context: optional(pattern(/^[A-Za-z0-9_-]{1,80}$/, '1 to 80 letters, digits, _ or -')),
  host: optional(clearable(host, '')),
  type: optional(kind),
  nat: optional(nat),
  port: optional(port),
  qualify: optional(qualify),
  insecure: optional(clearable(insecure, '')),
  disallow: optional(oneOf('all')),
  allow: optional(codecList),
  more_options: optional(clearable(options, readTrunkOptions(''))),
  description: optional(description),
} satisfies Fields

/** The members of a body, and the name that it must or may have. */
export type TrunkMembers = Decoded<typeof memberFields>

/** Reads the members of a trunk. @throws Refusal for one that does not fit. */
export function readMembers(body: object): TrunkMembers {
  return decode(body, memberFields)
}

export { trunkName }

/** Seconds between two questions of a trunk with `qualify: yes`. */
const qualifySeconds = 30

/**
 * The settings that members make of a trunk; `before` is the trunk that they change. A masked secret is the stored one.
 *
 * @throws Refusal `invalid_value` of a mask where no secret is stored, or of two secrets or user names that differ.
 */
export function settingsOf(members: TrunkMembers, before: Trunk | undefined): Partial<TrunkSettings> {
  const { register_string: registration, more_options: more, host: given } = members
  const registrar = registration
    ? { host: hostIn(registration.registrar), port: portIn(registration.registrar) }
    : undefined
  const username = one('username', registration?.username, more?.username)
  const password = one(
    'secret',
    unmasked('register_string', registration?.password, before),
    unmasked('more_options', more?.secret, before),
  )
  const leads = given ?? (before ? undefined : registrar?.host)
  return {
    ...named(members, {
      active: 'active',
      deny: 'deny',
      permit: 'permit',
      dtmfmode: 'dtmfMode',
      canreinvite: 'canReinvite',
    }),
    ...named(members, { directmedia: 'directMedia', context: 'context', type: 'kind', nat: 'nat', port: 'port' }),
    ...named(members, { insecure: 'insecure', disallow: 'disallow', allow: 'codecs', description: 'description' }),
    ...(members.qualify !== undefined && { qualify: members.qualify ? qualifySeconds : 0 }),
    ...(leads !== undefined && { host: leads }),
    ...(given === undefined && !before && registrar && members.port === undefined && { port: registrar.port }),
    ...(registration !== undefined && {
      registers: registration !== null,
      registrar: registration?.registrar ?? '',
      contactUser: registration?.contactUser ?? '',
    }),
    ...(more && { moreOptions: more.lines, fromUser: more.fromUser ?? '' }),
    ...(username !== undefined && { username }),
    // A provider that wants a user wants it in From, and the caller beside it.
    ...(!before?.username && { callerId: username === undefined ? (before?.callerId ?? 'from') : 'pai' }),
    ...(password !== undefined && { password }),
  }
}

/** The members that are there, by their names in the book. */
function named(members: TrunkMembers, names: Readonly<Record<string, keyof TrunkSettings>>): Partial<TrunkSettings> {
  const given = Object.entries(names).filter(([member]) => Object.hasOwn(members, member))
  return Object.fromEntries(given.map(([member, name]) => [name, members[member as keyof TrunkMembers]]))
}

/** The one value of two places that must not differ. */
function one(what: string, first: string | undefined, second: string | undefined): string | undefined {
  if (first !== undefined && second !== undefined && first !== second) {
    throw new Refusal(
      'invalid_value',
      `a trunk has one ${what}: register_string and more_options differ`,
      'more_options',
    )
  }
  return first ?? second
}

/** A new secret; undefined for none, and for the mask of a stored one. */
function unmasked(field: string, secret: string | undefined, before: Trunk | undefined): string | undefined {
  if (secret !== secretMask) return secret
  if (before?.sealedPassword != null) return undefined
  throw new Refusal('invalid_value', 'the mask of a secret is not a secret', field)
}

function portIn(target: string): number {
  return Number(target.slice(target.lastIndexOf(':') + 1))
}

/** A remark on the lines of a trunk that have no effect; undefined when all have one. */
export function withoutEffect({ more_options: more }: TrunkMembers): string | undefined {
  return more && more.without.length > 0 ? `more_options has no effect in ${more.without.join(', ')}` : undefined
}

/** The members of a row of `trunks/search`. */
export const shownTrunk = {
  ...{ _id: id, trunk_type: string, name: string, register_string: string, active: yesNo, deny: string },
  ...{ permit: string, dtmfmode: string, canreinvite: yesNo, directmedia: yesNo, context: string, host: string },
  ...{ type: string, nat: string, port: string, qualify: yesNo, insecure: string, disallow: string, allow: string },
  ...{ more_options: string, description: string, date: jalali },
}

/** A row of `trunks/search`, with what shall stand for the password. */
export function trunkRow(trunk: Trunk, password: string, timeZone: string): object {
  return {
    _id: trunk.hexId,
    trunk_type: 'SIP',
    name: trunk.name,
    register_string: showRegisterString(trunk, password),
    active: word(trunk.active),
    deny: trunk.deny,
    permit: trunk.permit,
    dtmfmode: trunk.dtmfMode,
    canreinvite: word(trunk.canReinvite),
    directmedia: word(trunk.directMedia),
    context: trunk.context,
    host: trunk.host,
    type: trunk.kind,
    nat: trunk.nat,
    port: String(trunk.port),
    qualify: word(trunk.qualify > 0),
    insecure: trunk.insecure,
    disallow: trunk.disallow,
    allow: trunk.codecs,
    more_options: showTrunkOptions(trunk.moreOptions, password),
    description: trunk.description,
    date: jalaliDate(trunk.updatedAt, timeZone),
  } satisfies Shown<typeof shownTrunk>
}

function word(flag: boolean): 'yes' | 'no' {
  return flag ? 'yes' : 'no'
}
