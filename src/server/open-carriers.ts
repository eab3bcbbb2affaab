import type { Lox24Setting, SmppSetting } from '../config/carrier-list.ts'
import type { Settings } from '../config/config.ts'
import type { Core } from '../core/core.ts'
import type { Carrier } from '../core/message/carrier.ts'
import { takeMessages } from '../workers/take-message.ts'
import type { FaultReport } from '../workers/worker.ts'
import { carrierSettingOf } from './carrier-setting.ts'
import { readSecretFile } from './read-secret-file.ts'

type FaultOf = (work: string) => FaultReport

async function openPaper({ store, clock }: Core, onFault: FaultReport): Promise<Carrier> {
  const { paperCarrier } = await import('../carrier/paper.ts')
  return paperCarrier({ tray: store.paper, clock, onReceipts: store.messageQueue.receive, onFault })
}

async function openSmpp(core: Core, setting: SmppSetting, onFault: FaultReport): Promise<Carrier> {
  const { name, passwordFile, systemId, systemType, window, receiptIds } = setting
  const { protocol, hostname, port } = new URL(setting.server)
  const secure = protocol === 'smpps:'
  const problem = `cannot read the SMSC's password: see ${name === 'smpp' ? '--smpp-password-file' : `the carrier ${name} of message.carriers`}`
  const password = passwordFile === '' ? '' : readSecretFile(passwordFile, problem)
  const { smppCarrier } = await import('../carrier/smpp/smpp.ts')
  return smppCarrier({
    ...{ name, host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port) || (secure ? 3550 : 2775), secure },
    ...{ systemId, password, systemType, window, idForm: receiptIds, clock: core.clock },
    onReceipts: core.store.messageQueue.receive,
    onMessage: takeMessages(core, onFault),
    onFault,
  })
}

async function openLox24(core: Core, setting: Lox24Setting, onFault: FaultReport): Promise<Carrier> {
  const { store, clock, messageRules } = core
  const { name, server, keyFile, service } = setting
  const see = name === 'lox24' ? '--lox24-carrier-key-file' : `the carrier ${name} of message.carriers`
  const key = readSecretFile(keyFile, `cannot read the key for LOX24: see ${see}`)
  const { lox24Carrier } = await import('../carrier/lox24/lox24.ts')
  const leads = () => store.leads('messages')
  // What is for nobody yet stays over there until it is for somebody.
  const inbox = messageRules.receivers.length > 0
  return lox24Carrier({
    ...{ name, server, key, service, clock, awaited: store.messages.awaited },
    onReceipts: store.messageQueue.receive,
    inbox: inbox ? { desk: store.carriers, onMessage: takeMessages(core, onFault), leads } : undefined,
    onFault,
  })
}

function openCarrier(core: Core, settings: Settings, name: string, faultOf: FaultOf): Promise<Carrier> {
  const setting = carrierSettingOf(name, settings)
  const onFault = faultOf(`the carrier ${name}`)
  if (!setting) return openPaper(core, onFault)
  return setting.kind === 'smpp' ? openSmpp(core, setting, onFault) : openLox24(core, setting, onFault)
}

/**
 * Opens the carriers that the routes name, and no other.
 *
 * @throws StartError for a carrier that lacks a setting, or whose secret cannot be read.
 */
export async function openCarriers(core: Core, settings: Settings, faultOf: FaultOf): Promise<Carrier[]> {
  const opened: Carrier[] = []
  for (const name of new Set(core.messageRules.routes.flatMap(({ carriers }) => carriers))) {
    try {
      opened.push(await openCarrier(core, settings, name, faultOf))
    } catch (error) {
      await Promise.all(opened.map((carrier) => carrier.close()))
      throw error
    }
  }
  return opened
}
