import type { SettingsOf, SettingTable } from '../../config/setting.ts'
import { yesNo } from '../../config/setting-types.ts'

/** The settings of this dialect. */
export const settings = {
  lenientXml: {
    env: 'DIALBOOK_CHECKMARKET_LENIENT_XML',
    flag: '--checkmarket-lenient-xml <bool>',
    type: yesNo,
    default: 'false',
    help: 'Whether CheckMarket XML may have its elements in any order; else elements out of order are dropped, as by the vendor.',
  },
} as const satisfies SettingTable

/** The values of these settings. */
export type CheckMarketSettings = SettingsOf<typeof settings>
