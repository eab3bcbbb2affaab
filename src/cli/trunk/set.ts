import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { type Command, InvalidArgumentError } from 'commander'
import { Refusal } from '../../core/errors.ts'
import { setTrunk } from '../../core/trunk/set-trunk.ts'
import { accountOption, chooseAccount } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { showTrunk } from './show-trunk.ts'

interface Options extends CommonOptions {
  readonly account?: string
  readonly host: string
  readonly port: number
  readonly username?: string
  readonly passwordFile?: string
}

/** `dialbook trunk set NAME --host HOST …` */
export function addTrunkSet(parent: Command, edge: Edge): void {
  addCommand(parent, 'set', 'Makes a trunk, or gives one other settings: what is left out is none, not what it was.')
    .argument('<name>', 'a name of its own', readName)
    .requiredOption('--host <host>', 'where the other SIP server is: a name or an address', readHost)
    .option('--port <port>', 'its UDP port', readPort, 5060)
    .option('--username <name>', 'what to sign in with there', readUsername)
    .option('--password-file <file>', 'the file whose first line is the password; it is kept sealed')
    .option(...accountOption)
    .action((name: string, { host, port, username, passwordFile, ...options }: Options) =>
      actOnBook(edge, options, async ({ core }) => {
        const account = await chooseAccount(core, options.account)
        const password = passwordFile === undefined ? null : readPassword(passwordFile)
        if (password !== null && username === undefined) {
          throw new Refusal('missing_value', 'a password needs a --username', 'username')
        }
        const trunk = await setTrunk(core, {
          ...{ accountId: account.id, name, host, port },
          ...{ username: username ?? null, password },
        })
        const text = `trunk '${name}' leads to ${host}:${port}; \`dialbook pbx config\` and a reload tell the PBX`
        return { text, json: { account: account.name, trunk: showTrunk(trunk) } }
      }),
    )
}

/** It names an endpoint of the PBX, beside the extensions, whose names are numbers. */
export function readName(text: string): string {
  if (!/^[a-z][a-z0-9_-]{0,39}$/.test(text)) {
    throw new InvalidArgumentError('It must be 1 to 40 of a-z, 0-9, - and _, the first a letter.')
  }
  return text
}

function readHost(text: string): string {
  if (isIP(text) === 0 && !/^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)) {
    throw new InvalidArgumentError('It must be a host name or an IP address.')
  }
  return text
}

function readPort(text: string): number {
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65535) throw new InvalidArgumentError('It must be a port from 1 to 65535.')
  return port
}

function readUsername(text: string): string {
  if (!/^[\w.+@-]{1,64}$/.test(text)) {
    throw new InvalidArgumentError('It must be 1 to 64 letters, digits, dots, dashes, underscores, + or @.')
  }
  return text
}

function readPassword(file: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new Refusal('invalid_value', `cannot read ${file}: ${(error as Error).message}`, 'password-file')
  }
  const [password = ''] = text.split('\n', 1)
  if (!/^[\x21-\x7e]{1,128}$/.test(password.trimEnd())) {
    throw new Refusal('invalid_value', `${file} must hold 1 to 128 visible ASCII characters in its first line`)
  }
  return password.trimEnd()
}
