import type { SettingsOf, SettingTable } from '../../config/setting.ts'
import { integer } from '../../config/setting-types.ts'

/** The settings of this dialect. */
export const settings = {
  badSignIns: {
    env: 'DIALBOOK_LOX24_BAD_SIGN_INS',
    flag: '--lox24-bad-sign-ins <count>',
    type: integer(0, 1_000_000),
    default: '3',
    help:
      'Bad sign-ins of one address within `lox24.badSignInsWithin` that do not block it: those with a key that is wrong, ' +
      'disabled or removed. The next one is still answered with 401, and blocks the address.',
  },
  badSignInsWithin: {
    env: 'DIALBOOK_LOX24_BAD_SIGN_INS_WITHIN',
    flag: '--lox24-bad-sign-ins-within <seconds>',
    type: integer(1, 86_400),
    default: '60',
    help: 'Seconds for which a bad sign-in counts, each from its own moment on.',
  },
  blockTime: {
    env: 'DIALBOOK_LOX24_BLOCK_TIME',
    flag: '--lox24-block-time <seconds>',
    type: integer(1, 604_800),
    default: '600',
    help: 'Seconds that a block lasts; `dialbook block lift` ends one at once.',
  },
} as const satisfies SettingTable

/** The values of these settings. */
export type Lox24Settings = SettingsOf<typeof settings>
