import { isIP } from 'node:net'
import { InvalidArgumentError } from 'commander'
import { Refusal } from '../../core/errors.ts'
import { readNumber } from '../../core/number/read-number.ts'
import { InvalidValue, type Reader } from '../../core/reader.ts'
import { trunkName, trunkUser } from '../../core/trunk/trunk-rules.ts'
import type { Edge } from '../edge.ts'
import { placeOf, textOf } from '../read-secret.ts'

/** Reads the name of a trunk. */
export const readName = argument(trunkName)

/** Reads one more value of an option that may be given many times. */
export function many<T>(read: Reader<T>): (text: string, before?: readonly T[]) => readonly T[] {
  return (text, before = []) => [...before, argument(read)(text)]
}

/** Makes of a rule of the core the reader of an argument. */
export function argument<T>(read: Reader<T>): (text: string) => T {
  return (text) => {
    try {
      return read(text)
    } catch (error) {
      if (error instanceof InvalidValue) throw new InvalidArgumentError(`It ${error.message}.`)
      throw error
    }
  }
}

export function readHost(text: string): string {
  if (isIP(text) === 0 && !/^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)) {
    throw new InvalidArgumentError('It must be a host name or an IP address.')
  }
  return text
}

export function readPort(text: string): number {
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65535) throw new InvalidArgumentError('It must be a port from 1 to 65535.')
  return port
}

export const readUsername = argument(trunkUser)

/** Reads the number that a trunk shows by default. */
export function readDefaultNumber(text: string): string {
  const read = readNumber(text)
  if ('problem' in read) throw new InvalidArgumentError(`It must be a number, and it ${read.problem}.`)
  return read.number
}

/** Reads a privacy prefix. With its star it is the beginning of no number. */
export function readPrivacyPrefix(text: string): string {
  if (!/^\*[0-9]{1,5}$/.test(text) || /^\*(8|43)/.test(text)) {
    throw new InvalidArgumentError('It must be a * and 1 to 5 digits, and not begin with *8 or *43, which are taken.')
  }
  return text
}

export async function readPassword(edge: Pick<Edge, 'input'>, file: string): Promise<string> {
  const text = await textOf(edge, file, '--password-file')
  const [password = ''] = text.split('\n', 1)
  if (!/^[\x21-\x7e]{1,128}$/.test(password.trimEnd())) {
    throw new Refusal('invalid_value', `${placeOf(file)} must hold 1 to 128 visible ASCII characters in its first line`)
  }
  return password.trimEnd()
}
