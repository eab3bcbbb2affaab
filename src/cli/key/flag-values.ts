import { type Command, Option } from 'commander'
import type { KeyFlag, KeyFlags } from '../../app.ts'
import { Refusal } from '../../core/errors.ts'
import type { Edge } from '../edge.ts'
import { fileHelp, readSecret, standardInput, warnOfArgument } from '../read-secret.ts'
import { refuseUnknown } from './refuse-unknown.ts'

/** Adds the flags of a dialect's keys to a command, each secret also as a file. Returns what reads their values. */
export function addKeyFlags(
  command: Command,
  flags: readonly KeyFlag[],
  edge: Edge,
): (given: KeyFlags) => Promise<KeyFlags> {
  const added = flags.map((form) => {
    const option = new Option(form.flag, form.help)
    if (form.many) option.argParser((value, before: readonly string[] = []) => [...before, value])
    const name = String(option.long)
    const file = form.secret && new Option(`${name}-file <file>`, `${fileHelp}: the same as ${name}, seen by nobody`)
    if (file) option.conflicts(file.attributeName())
    command.addOption(option)
    if (file) command.addOption(file)
    return { form, name, attribute: option.attributeName(), file: file?.attributeName() }
  })
  return async (given) => {
    const fromInput = added.filter(({ file }) => file !== undefined && given[file] === standardInput)
    if (fromInput.length > 1) {
      const names = fromInput.map(({ name }) => `${name}-file`).join(' and ')
      throw new Refusal('invalid_value', `${names} cannot both be standard input`)
    }
    const values: Record<string, KeyFlags[string]> = {}
    for (const { form, name, attribute, file } of added) {
      const path = file === undefined ? undefined : given[file]
      const value = typeof path === 'string' ? await readSecret(edge, path, `${name}-file`) : given[attribute]
      if (form.secret && given[attribute] !== undefined) warnOfArgument(edge, name)
      if (form.known && Array.isArray(value)) refuseUnknown(name, value, form.known)
      values[form.name] = value
    }
    return values
  }
}
