import type { Settings } from '../config/config.ts'
import type { ContactRules } from '../core/opt-out/contact-rules.ts'

/** The rules for contacts that the server makes by itself, as the settings have them. */
export function contactRulesOf(settings: Settings): ContactRules {
  return { quietHours: settings['contact.quietHours'], mostADay: settings['contact.mostADay'] }
}
