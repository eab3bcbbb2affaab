import { liveCalls } from '../pages/calls/calls.ts'
import { liveWall } from '../pages/calls/wall.ts'
import { liveCampaign } from '../pages/campaigns/campaign.ts'
import { liveCampaigns } from '../pages/campaigns/campaigns.ts'
import { livePhone } from '../pages/extensions/extension.ts'
import { liveExtensions } from '../pages/extensions/extensions.ts'
import { liveBulk, liveBulks } from '../pages/messages/bulks.ts'
import { liveMessages } from '../pages/messages/messages.ts'
import type { LivePart } from './live-part.ts'

/** Every part of a page that changes by itself. */
export const liveParts: readonly LivePart[] = [
  ...[liveCampaigns, liveCampaign, liveBulks, liveBulk, liveMessages, liveCalls, liveWall, liveExtensions, livePhone],
]
