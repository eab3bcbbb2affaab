import type { CarrierSetting } from '../config/carrier-list.ts'
import type { Settings } from '../config/config.ts'
import { StartError } from './start-error.ts'

/**
 * How the carrier that a route names is reached: by the settings of its own, or by its address in `message.carriers`. Undefined for
 * `paper`, which is nowhere.
 *
 * @throws StartError for a carrier that lacks a setting.
 */
export function carrierSettingOf(name: string, settings: Settings): CarrierSetting | undefined {
  switch (name) {
    case 'paper':
      return undefined
    case 'smpp':
      return {
        ...{ name, kind: 'smpp', server: named(settings, 'smpp.server', '--smpp-server') },
        ...{ systemId: settings['smpp.systemId'], passwordFile: settings['smpp.passwordFile'] },
        ...{ systemType: settings['smpp.systemType'], window: settings['smpp.window'] },
        receiptIds: settings['smpp.receiptIds'],
      }
    case 'lox24':
      return {
        ...{ name, kind: 'lox24', server: named(settings, 'lox24Carrier.server', '--lox24-carrier-server') },
        keyFile: named(settings, 'lox24Carrier.keyFile', '--lox24-carrier-key-file'),
        service: settings['lox24Carrier.service'],
      }
    default: {
      const setting = settings['message.carriers'].find((each) => each.name === name)
      if (setting) return setting
      throw new StartError(`a route of message.routes names the carrier ${name}, which message.carriers does not have`)
    }
  }
}

function named(settings: Settings, key: 'smpp.server' | 'lox24Carrier.server' | 'lox24Carrier.keyFile', flag: string) {
  const value = settings[key]
  if (value === '') throw new StartError(`a route of message.routes needs ${key}: set it by ${flag}`)
  return value
}
