import { sipAddress } from './compare-trunks.ts'

/** A trunk, with the user name and the password by which the PBX signs in to it. */
export interface PbxTrunk {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly username: string | null
  readonly password: string | null
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

function sections({ name, host, port, username, password }: PbxTrunk): string {
  const signsIn = username !== null && password !== null
  return [
    ...[`[${name}]`, 'type = endpoint', 'transport = transport-udp', 'context = from_trunk', `aors = ${name}`],
    ...['disallow = all', 'allow = ulaw,alaw,g722', 'direct_media = no', 'allow_transfer = no'],
    ...(username === null ? [] : [`from_user = ${value(username)}`]),
    ...(signsIn ? [`outbound_auth = ${name}`] : []),
    ...['', `[${name}]`, 'type = aor', `contact = ${sipAddress({ host, port })}`],
    ...['', `[${name}]`, 'type = identify', `endpoint = ${name}`, `match = ${host}`],
    ...(signsIn
      ? ['', `[${name}]`, 'type = auth', 'auth_type = userpass', `username = ${value(username)}`, secret(password)]
      : []),
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
