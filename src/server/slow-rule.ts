import type { Settings } from '../config/config.ts'
import type { SlowRule } from '../core/block/block.ts'

/** The rule by which bad sign-ins are slowed, as the settings have it. */
export function slowRuleOf(settings: Settings): SlowRule {
  return {
    attempts: settings['signIn.badSignIns'],
    within: settings['signIn.within'] * 1000,
    lasts: settings['signIn.slowTime'] * 1000,
    longestPause: settings['signIn.longestPause'] * 1000,
  }
}
