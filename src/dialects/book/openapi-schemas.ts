import { announcementSchema } from './announcements/announcements.ts'
import { bulkSchema, triedBulkSchema } from './bulks/bulk.wire.ts'
import { callSchema, wholeCallSchema } from './calls/call.wire.ts'
import { campaignSchema } from './campaigns/campaign.wire.ts'
import { runSchema, targetSchema } from './campaigns/run.wire.ts'
import { changeSchema } from './changes/change.wire.ts'
import { contactSchema } from './contacts/contact.wire.ts'
import { extensionSchema } from './extensions/extension.wire.ts'
import { folderSchema } from './folders/folder.wire.ts'
import { entrySchema } from './groups/entries/entry.wire.ts'
import { briefGroupSchema, groupSchema } from './groups/group.wire.ts'
import { previewSchema, rejectSchema } from './imports/preview.wire.ts'
import { incomingMessageSchema } from './incoming-messages/incoming-message.wire.ts'
import { keySchema } from './keys/keys.ts'
import { messageSchema, triedMessageSchema } from './messages/message.wire.ts'
import { optOutSchema } from './opt-outs/opt-out.wire.ts'
import { requestSchema } from './requests/requests.ts'
import { trunkManagerSchema } from './trunk-managers/trunk-manager.wire.ts'
import { deliverySchema } from './webhooks/deliveries.ts'
import { webhookSchema } from './webhooks/webhooks.ts'

/** The schemas that the description of this API shares, by their names. */
export const schemas = {
  ...{ group: groupSchema, briefGroup: briefGroupSchema, entry: entrySchema, folder: folderSchema },
  ...{ change: changeSchema, reject: rejectSchema, import: previewSchema },
  ...{ contact: contactSchema, optOut: optOutSchema, message: messageSchema, bulk: bulkSchema },
  ...{ incomingMessage: incomingMessageSchema, campaign: campaignSchema, run: runSchema, target: targetSchema },
  ...{ trunkManager: trunkManagerSchema, announcement: announcementSchema, extension: extensionSchema },
  ...{ triedMessage: triedMessageSchema, triedBulk: triedBulkSchema, call: callSchema, wholeCall: wholeCallSchema },
  ...{ webhook: webhookSchema, delivery: deliverySchema, key: keySchema, request: requestSchema },
}
