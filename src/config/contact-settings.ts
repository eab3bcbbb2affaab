import type { SettingTable } from './setting.ts'
import { integerOrNone, timesOrNone } from './setting-types.ts'

/** The settings of the contacts that the server makes by itself: the calls of campaigns, and messages. */
export const contactSettings = {
  'contact.quietHours': {
    env: 'DIALBOOK_CONTACT_QUIET_HOURS',
    flag: '--contact-quiet-hours <times>',
    type: timesOrNone,
    default: '',
    help: 'Times in which no campaign calls and no message leaves, in the time zone of the account, as 21:00-08:00. Both go on after it.',
  },
  'contact.mostADay': {
    env: 'DIALBOOK_CONTACT_MOST_A_DAY',
    flag: '--contact-most-a-day <number>',
    type: integerOrNone(1, 1000),
    default: '',
    help: 'The most calls of campaigns and messages together that a number gets within 24 hours; without it there is no limit.',
  },
} as const satisfies SettingTable
