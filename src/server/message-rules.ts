import type { Settings } from '../config/config.ts'
import type { MessageRules } from '../core/message/message-rules.ts'

/** The rules for messages, as the settings have them. */
export function messageRulesOf(settings: Settings): MessageRules {
  return {
    routes: settings['message.routes'],
    budget: settings['message.budget'],
    validMs: settings['message.validity'] * 60_000,
    stopWords: settings['message.stopWords'],
    receivers: settings['message.receivers'],
  }
}
