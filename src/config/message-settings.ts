import { carrierList } from './carrier-list.ts'
import { messageReceivers, messageRoutes, money, words } from './message-setting-types.ts'
import type { SettingTable } from './setting.ts'
import { integer, oneOf } from './setting-types.ts'

/** The settings of messages: the ways in which they leave, and what they cost. */
export const messageSettings = {
  'message.routes': {
    env: 'DIALBOOK_MESSAGE_ROUTES',
    flag: '--message-routes <list>',
    type: messageRoutes,
    default: '',
    help:
      'The ways in which messages leave, as direct=paper:0.05:100 for the service `direct` by the carrier `paper`, at 0.05 a part and at ' +
      'most 100 a second; with smpp+second the carrier `second` sends while `smpp` is away. The first route is the usual one, and without ' +
      'any nothing is sent.',
  },
  'message.carriers': {
    env: 'DIALBOOK_MESSAGE_CARRIERS',
    flag: '--message-carriers <list>',
    type: carrierList,
    default: '',
    help:
      'Carriers beside `paper`, `smpp` and `lox24`, by names of yours. An address of smpp or smpps has the system id as its user, and ' +
      '`password-file`, `system-type`, `window` and `receipt-ids` as parameters; one of http or https has `key-file` and `service`.',
  },
  'message.failover': {
    env: 'DIALBOOK_MESSAGE_FAILOVER',
    flag: '--message-failover <seconds>',
    type: integer(0, 3600),
    default: '10',
    help: 'Seconds for which a carrier may be away before the next one of the route is taken at once.',
  },
  'message.budget': {
    env: 'DIALBOOK_MESSAGE_BUDGET',
    flag: '--message-budget <sum>',
    type: money,
    default: '',
    help: 'What each account may spend on messages; without it there is no limit.',
  },
  'message.validity': {
    env: 'DIALBOOK_MESSAGE_VALIDITY',
    flag: '--message-validity <minutes>',
    type: integer(1, 43_200),
    default: '2880',
    help: 'Minutes for which a message is worth sending, from the time at which it is to leave.',
  },
  'message.uncertain': {
    env: 'DIALBOOK_MESSAGE_UNCERTAIN',
    flag: '--message-uncertain <rule>',
    type: oneOf('never', 'again'),
    default: 'never',
    help: 'Whether a message that a carrier may have taken, since the server or the connection ended before its answer, is sent again or never.',
  },
  'message.keepDays': {
    env: 'DIALBOOK_MESSAGE_KEEP_DAYS',
    flag: '--message-keep-days <days>',
    type: integer(1, 36_500),
    default: '400',
    help: 'Days for which a message is kept after it was made; one that still waits is kept longer.',
  },
  'message.receivers': {
    env: 'DIALBOOK_MESSAGE_RECEIVERS',
    flag: '--message-receivers <list>',
    type: messageReceivers,
    default: '',
    help:
      'The accounts that messages come in for, by the numbers that they are written to, as +4915735999=acme; * stands for any other number. ' +
      'A message for none of them is not taken from its carrier.',
  },
  'message.stopWords': {
    env: 'DIALBOOK_MESSAGE_STOP_WORDS',
    flag: '--message-stop-words <list>',
    type: words,
    default: 'STOP,STOPP,STOPALL,UNSUBSCRIBE,ABMELDEN,ABBESTELLEN,ARRET,ARRÊT,BAJA,CANCELAR,لغو,لغو11,انصراف',
    help: 'Words, comma separated. Who writes one of them and nothing else gets no more messages.',
  },
} as const satisfies SettingTable
