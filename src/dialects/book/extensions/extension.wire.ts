import { Refusal } from '../../../core/errors.ts'
import {
  defaultSettings,
  type Extension,
  type ExtensionSettings,
  type ForwardPolicy,
} from '../../../core/extension/extension.ts'
import { extensionRules, forwardRule, type PlainSettings, secret } from '../../../core/extension/extension-rules.ts'
import {
  clearable,
  type Decoded,
  decode,
  described,
  type Field,
  InvalidValue,
  nullable,
  optional,
  orNull,
  type Reader,
  type Schema,
} from '../../fields.ts'
import { boolean, exactly, integer, type Shown, string } from '../../schemas.ts'
import { bodyOf } from '../body.ts'
import { moment, momentSchema, readFlag, whole } from '../values.ts'

const targets = ['busy', 'noAnswer', 'unavailable', 'all'] as const satisfies readonly (keyof ForwardPolicy)[]

/** Numbers where the vendors have texts of digits, and flags where they have yes and no. */
const ownReaders: { readonly [K in keyof PlainSettings]?: Reader<PlainSettings[K]> } = {
  ...{ active: readFlag, callRecord: readFlag, pushNotification: readFlag, canReinvite: readFlag },
  ...{ directMedia: readFlag, qualify: readFlag, callCounter: readFlag, faxDetect: readFlag },
  ...{ trunk: nullable(readFlag), port: whole(1, 65_535), callLimit: nullable(whole(0, 9999)) },
}

const settingNames = Object.keys(extensionRules) as (keyof PlainSettings)[]
const settingFields = Object.fromEntries(
  settingNames.map((name) => [name, optional<unknown>(ownReaders[name] ?? extensionRules[name])]),
) as unknown as { readonly [K in keyof PlainSettings]: Field<PlainSettings[K], false> }

const forwardFields = Object.fromEntries(targets.map((name) => [name, optional(clearable(forwardRule, ''))])) as {
  readonly [K in keyof ForwardPolicy]: Field<string, false>
}

/** Reads the targets of a forward; null and an empty text clear one. */
const readForward: Reader<Partial<ForwardPolicy>> = described(bodyOf(forwardFields), (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new InvalidValue('must be an object')
  if (Object.keys(value).some((name) => !Object.hasOwn(forwardFields, name)))
    throw new InvalidValue(`has only the members ${targets.join(', ')}`)
  try {
    return decode(value, forwardFields)
  } catch (error) {
    throw error instanceof Refusal ? new InvalidValue(`has a target that is wrong: ${error.message}`) : error
  }
})

/** The members of a body that are settings of an extension, without its number and its name. */
const { number, name, ...others } = settingFields
export const extensionFields = { ...others, forward: optional(readForward), secret: optional(secret) }

/** The members that an extension is called by. */
export const callingFields = { number, name }

export type ExtensionMembers = Decoded<typeof extensionFields>

const shownSettings = Object.fromEntries(
  settingNames.map((each) => [each, schemaOfValue((defaultSettings as Partial<PlainSettings>)[each], each)]),
)

function schemaOfValue(usual: unknown, of: keyof PlainSettings): Schema {
  if (of === 'trunk') return orNull(boolean)
  if (of === 'callLimit') return orNull(integer)
  if (of === 'transfer') return orNull(string)
  return typeof usual === 'boolean' ? boolean : typeof usual === 'number' ? integer : string
}

const shown = {
  ...{ id: integer, hexId: string },
  ...(shownSettings as Record<keyof PlainSettings, Schema>),
  forward: exactly(Object.fromEntries(targets.map((each) => [each, string]))),
  ...{ createdAt: momentSchema, updatedAt: momentSchema },
}

/** The schema of an extension. It has no secret. */
export const extensionSchema = exactly(shown)

/** The schema of an extension with the secret that is shown once. */
export const newExtensionSchema = exactly({ extension: { $ref: '#/components/schemas/extension' }, secret: string })

/** An extension as this API shows it. */
export function extensionWire(extension: Extension): object {
  const { id, hexId, forward, createdAt, updatedAt } = extension
  return {
    ...{ id, hexId },
    ...(Object.fromEntries(settingNames.map((each) => [each, extension[each]])) as unknown as ExtensionSettings),
    forward,
    ...{ createdAt: moment(createdAt), updatedAt: moment(updatedAt) },
  } satisfies Shown<typeof shown>
}
