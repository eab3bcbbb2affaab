import type { SettingsOf, SettingTable } from '../../config/setting.ts'
import { timeZone } from '../../config/setting-types.ts'

/** The settings of this dialect. */
export const settings = {
  timeZone: {
    env: 'DIALBOOK_SIMOTEL_TIME_ZONE',
    flag: '--simotel-time-zone <zone>',
    type: timeZone,
    default: 'Asia/Tehran',
    help: 'The time zone of the local times in Simotel answers.',
  },
} as const satisfies SettingTable

/** The values of these settings. */
export type SimotelSettings = SettingsOf<typeof settings>
