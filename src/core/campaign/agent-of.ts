import { usualContext } from '../call/originate.ts'
import type { CampaignSettings } from './campaign.ts'

/** The extension that whoever answers a campaign is connected to; empty where it is none. */
export function agentOf({ context, text }: Pick<CampaignSettings, 'context' | 'text'>): string {
  return context === usualContext && /^\d+$/.test(text) ? text : ''
}
