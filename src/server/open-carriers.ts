import type { Settings } from '../config/config.ts'
import type { Core } from '../core/core.ts'
import type { Carrier } from '../core/message/carrier.ts'
import { takeMessages } from '../workers/take-message.ts'
import type { FaultReport } from '../workers/worker.ts'
import { readSecretFile } from './read-secret-file.ts'
import { StartError } from './start-error.ts'

type FaultOf = (work: string) => FaultReport

/** How each carrier is opened. A server loads those that its routes name, and no other. */
const openings: Readonly<Record<string, (core: Core, settings: Settings, faultOf: FaultOf) => Promise<Carrier>>> = {
  async paper({ store, clock }, _settings, faultOf) {
    const { paperCarrier } = await import('../carrier/paper.ts')
    const onReceipts = store.messageQueue.receive
    return paperCarrier({ tray: store.paper, clock, onReceipts, onFault: faultOf('the paper carrier') })
  },

  async smpp(core, settings, faultOf) {
    const { protocol, hostname, port } = new URL(named(settings, 'smpp.server', '--smpp-server'))
    const secure = protocol === 'smpps:'
    const passwordFile = settings['smpp.passwordFile']
    const password =
      passwordFile === ''
        ? ''
        : readSecretFile(passwordFile, "cannot read the SMSC's password: see --smpp-password-file")
    const { smppCarrier } = await import('../carrier/smpp/smpp.ts')
    const onFault = faultOf('the SMPP carrier')
    return smppCarrier({
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(port) || (secure ? 3550 : 2775),
      secure,
      systemId: settings['smpp.systemId'],
      password,
      systemType: settings['smpp.systemType'],
      window: settings['smpp.window'],
      idForm: settings['smpp.receiptIds'],
      clock: core.clock,
      onReceipts: core.store.messageQueue.receive,
      onMessage: takeMessages(core, onFault),
      onFault,
    })
  },

  async lox24({ store, clock }, settings, faultOf) {
    const server = named(settings, 'lox24Carrier.server', '--lox24-carrier-server')
    const keyFile = named(settings, 'lox24Carrier.keyFile', '--lox24-carrier-key-file')
    const key = readSecretFile(keyFile, 'cannot read the key for LOX24: see --lox24-carrier-key-file')
    const { lox24Carrier } = await import('../carrier/lox24/lox24.ts')
    return lox24Carrier({
      ...{ server, key, service: settings['lox24Carrier.service'], clock },
      awaited: store.messages.awaited,
      onReceipts: store.messageQueue.receive,
      onFault: faultOf('the LOX24 carrier'),
    })
  },
}

/**
 * Opens the carriers that the routes name.
 *
 * @throws StartError for a carrier that lacks a setting, or whose secret cannot be read.
 */
export async function openCarriers(core: Core, settings: Settings, faultOf: FaultOf): Promise<Carrier[]> {
  const carriers: Carrier[] = []
  for (const name of new Set(core.messageRules.routes.map(({ carrier }) => carrier))) {
    const opened = openings[name]?.(core, settings, faultOf)
    try {
      if (opened) carriers.push(await opened)
    } catch (error) {
      await Promise.all(carriers.map((carrier) => carrier.close()))
      throw error
    }
  }
  return carriers
}

function named(settings: Settings, key: 'smpp.server' | 'lox24Carrier.server' | 'lox24Carrier.keyFile', flag: string) {
  const value = settings[key]
  if (value === '') throw new StartError(`a route of message.routes needs ${key}: set it by ${flag}`)
  return value
}
