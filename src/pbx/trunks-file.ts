import type { DialingDigits } from '../core/number/number-plan.ts'
import type { Trunk } from '../core/trunk/trunk.ts'
import { sipAddress } from './compare-trunks.ts'

/** A trunk, with the user name and the password by which the PBX signs in to it. */
export interface PbxTrunk extends Omit<Trunk, 'accountId' | 'sealedPassword'> {
  readonly password: string | null
  /** The digits before numbers in the country of the account; null where it has none. */
  readonly dialing: DialingDigits | null
}

/**
 * The file from which Asterisk reads the trunks. The views of the book do not have them, since Asterisk needs their
 * passwords as they are: the file is for its owner only. A call from a trunk's address counts as the trunk's. It may
 * reach extensions, and nothing else.
 */
export function trunksFile(trunks: readonly PbxTrunk[]): string {
  return ['; Written by `dialbook pbx config`: the trunks of `dialbook trunk list`.\n', ...trunks.map(sections)].join(
    '\n',
  )
}

function sections({ name, host, port, username, password, callerId }: PbxTrunk): string {
  const signsIn = username !== null && password !== null
  return [
    ...[`[${name}]`, 'type = endpoint', 'transport = transport-udp', 'context = from_trunk', `aors = ${name}`],
    ...['disallow = all', 'allow = ulaw,alaw,g722', 'direct_media = no', 'allow_transfer = no'],
    ...(username === null || callerId === 'from' ? [] : [`from_user = ${value(username)}`]),
    ...identity[callerId],
    ...(signsIn ? [`outbound_auth = ${name}`] : []),
    ...['', `[${name}]`, 'type = aor', `contact = ${sipAddress({ host, port })}`],
    ...['', `[${name}]`, 'type = identify', `endpoint = ${name}`, `match = ${host}`],
    ...(signsIn
      ? ['', `[${name}]`, 'type = auth', 'auth_type = userpass', `username = ${value(username)}`, secret(password)]
      : []),
    '',
  ].join('\n')
}

/** `trust_id_outbound`: a number that the caller withholds is told to the provider all the same, with `Privacy: id`. */
const identity: Readonly<Record<PbxTrunk['callerId'], readonly string[]>> = {
  pai: ['send_pai = yes', 'trust_id_outbound = yes'],
  rpid: ['send_rpid = yes', 'trust_id_outbound = yes'],
  from: [],
  none: [],
}

/**
 * The variables by which the dialplan finds the number to show on each trunk: `extensions_trunks.conf`, which stands in the
 * section of the global variables.
 */
export function callerIdsFile(trunks: readonly PbxTrunk[]): string {
  const lines = trunks.flatMap(({ name, callerId, numberForm, defaultNumber, privacyPrefix, dialing }) => {
    const digits = dialing ?? { callingCode: '', trunkPrefix: '', exit: '' }
    const values = {
      ...{ way: callerId, form: numberForm, default: defaultNumber ?? '', private: privacyPrefix ?? '' },
      ...{ code: digits.callingCode, zero: digits.trunkPrefix, exit: digits.exit },
    }
    return Object.entries(values).map(([key, text]) => `line_${name}_${key} = ${text}`)
  })
  return [
    '; Written by `dialbook pbx config`: how the caller is shown on the trunks of `dialbook trunk list`.',
    ...lines,
    '',
  ].join('\n')
}

function secret(password: string): string {
  return `password = ${value(password)}`
}

/** A value as it stands in a configuration file, where a bare semicolon begins a comment. */
function value(text: string): string {
  return text.replaceAll(';', '\\;')
}
