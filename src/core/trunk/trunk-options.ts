import { secretMask } from '../extension/extension-secret.ts'
import { InvalidValue } from '../reader.ts'
import { trunkPassword, trunkUser } from './trunk-rules.ts'

/** What the lines of a trunk say. A member that no line sets has no key. */
export interface TrunkOptions {
  /** The lines as they are kept: with the mask in place of the secret. */
  readonly lines: string
  readonly username?: string
  /** The secret; the mask where that stood there. */
  readonly secret?: string
  readonly fromUser?: string
  /** The names in the lines that have no effect. */
  readonly without: readonly string[]
}

const meanings: Readonly<Record<string, 'username' | 'secret' | 'fromUser'>> = {
  username: 'username',
  defaultuser: 'username',
  secret: 'secret',
  remotesecret: 'secret',
  fromuser: 'fromUser',
}

/**
 * Reads the lines of options of a trunk, `name=value` as chan_sip has them.
 *
 * @throws InvalidValue for a value that the PBX could not use.
 */
export function readTrunkOptions(text: string): TrunkOptions {
  const set: { username?: string; secret?: string; fromUser?: string } = {}
  const without: string[] = []
  const lines = text.split('\n').map((line) => {
    const [, name = '', value = ''] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    const meaning = meanings[name.toLowerCase()]
    if (meaning === undefined) {
      if (name !== '' && !/^[;#]/.test(name)) without.push(name)
      return line
    }
    set[meaning] = readValue(name, meaning, value)
    return meaning === 'secret' ? line.replace(/(=\s*).*$/, (_all, sign: string) => sign + secretMask) : line
  })
  return { lines: lines.join('\n'), ...set, without }
}

function readValue(name: string, meaning: 'username' | 'secret' | 'fromUser', value: string): string {
  try {
    return meaning === 'secret' ? trunkPassword(value) : trunkUser(value)
  } catch (error) {
    if (error instanceof InvalidValue)
      throw new InvalidValue(`must have in ${name} ${error.message.replace('must be ', '')}`)
    throw error
  }
}

/** The lines of a trunk as they are shown to somebody who may see its password. */
export function showTrunkOptions(lines: string, password: string): string {
  return lines.replace(/^(\s*(?:remote)?secret\s*=\s*)\*{6}$/gim, (_all, before: string) => before + password)
}
