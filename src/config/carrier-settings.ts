import { receiptIds, smppWindow } from './carrier-list.ts'
import { httpServer, smppServer } from './message-setting-types.ts'
import type { SettingTable } from './setting.ts'
import { textOrNone } from './setting-types.ts'

/** The settings of the carriers of messages. */
export const carrierSettings = {
  'smpp.server': {
    env: 'DIALBOOK_SMPP_SERVER',
    flag: '--smpp-server <address>',
    type: smppServer,
    default: '',
    help: 'The SMSC of the carrier `smpp`; with `smpps` by TLS.',
  },
  'smpp.systemId': {
    env: 'DIALBOOK_SMPP_SYSTEM_ID',
    flag: '--smpp-system-id <name>',
    type: textOrNone,
    default: '',
    help: 'The name under which the carrier `smpp` binds.',
  },
  'smpp.passwordFile': {
    env: 'DIALBOOK_SMPP_PASSWORD_FILE',
    flag: '--smpp-password-file <file>',
    type: textOrNone,
    default: '',
    help: 'The file with the password of `smpp.systemId`; without it the password is empty.',
  },
  'smpp.systemType': {
    env: 'DIALBOOK_SMPP_SYSTEM_TYPE',
    flag: '--smpp-system-type <text>',
    type: textOrNone,
    default: '',
    help: 'The system type that the SMSC wants to hear, where it wants one.',
  },
  'smpp.window': {
    env: 'DIALBOOK_SMPP_WINDOW',
    flag: '--smpp-window <count>',
    type: smppWindow,
    default: '10',
    help: 'Messages that the SMSC is handed before it answers the first of them.',
  },
  'smpp.receiptIds': {
    env: 'DIALBOOK_SMPP_RECEIPT_IDS',
    flag: '--smpp-receipt-ids <form>',
    type: receiptIds,
    default: 'alike',
    help:
      'How the SMSC spells the ids of messages: alike in its answers and in the texts of its receipts, or hexadecimal in answers and ' +
      'decimal in receipts, or the other way round.',
  },
  'lox24Carrier.server': {
    env: 'DIALBOOK_LOX24_CARRIER_SERVER',
    flag: '--lox24-carrier-server <url>',
    type: httpServer,
    default: '',
    help: 'The LOX24 API of the carrier `lox24`, as https://api.lox24.eu, or another dialbook.',
  },
  'lox24Carrier.keyFile': {
    env: 'DIALBOOK_LOX24_CARRIER_KEY_FILE',
    flag: '--lox24-carrier-key-file <file>',
    type: textOrNone,
    default: '',
    help: 'The file with the key for `lox24Carrier.server`, as 1234567:KEY.',
  },
  'lox24Carrier.service': {
    env: 'DIALBOOK_LOX24_CARRIER_SERVICE',
    flag: '--lox24-carrier-service <code>',
    type: textOrNone,
    default: '',
    help: 'The `service_code` of the messages that the carrier `lox24` hands over; without it the usual one there.',
  },
} as const satisfies SettingTable
