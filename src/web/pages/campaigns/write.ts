import { addCampaign } from '../../../core/campaign/add-campaign.ts'
import { getCampaign } from '../../../core/campaign/get-campaign.ts'
import { removeCampaign } from '../../../core/campaign/remove-campaign.ts'
import { updateCampaign } from '../../../core/campaign/update-campaign.ts'
import { mustBeAllowed } from '../../../core/permission/must-be-allowed.ts'
import { html } from '../../html.ts'
import { withToast } from '../../toast.ts'
import type { Route } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { campaignPage } from './campaign.ts'
import { campaignForm, readCampaign } from './campaign-form.ts'

/** The form for a new campaign. */
export const newCampaignPage: Route = {
  method: 'GET',
  path: '/campaigns/new',
  async answer(view) {
    mustBeAllowed(view.caller, 'campaign.add')
    return {
      title: view.t('campaigns.new'),
      nav: 'nav.campaigns',
      content: html`<p>${view.t('campaigns.about')}</p>${await campaignForm(view, '/book/campaigns')}`,
    }
  },
}

/** Makes a campaign, and opens it. */
export const addCampaignAction: Route = {
  method: 'POST',
  path: '/campaigns',
  formOn: newCampaignPage,
  async answer(view) {
    const { core, caller, form } = view
    const fields = await readCampaign(view)
    const trunkManager = { id: wholeIn(form.get('trunkManager')) }
    const { id } = await addCampaign(core, caller, { ...fields, trunkManager })
    return { goTo: await withToast(view, `/book/campaigns/${id}`) }
  },
}

/** Changes a campaign: what is given holds from the next call on. */
export const updateCampaignAction: Route = {
  method: 'POST',
  path: '/campaigns/:id',
  formOn: campaignPage,
  async answer(view) {
    const { core, caller, parameters } = view
    const id = wholeIn(parameters.id)
    await updateCampaign(core, caller, { id }, await readCampaign(view, await getCampaign(core, caller, { id })))
    return { goTo: await withToast(view, `/book/campaigns/${id}`) }
  },
}

/** Removes a campaign with its report. */
export const removeCampaignAction: Route = {
  method: 'POST',
  path: '/campaigns/:id/remove',
  async answer(view) {
    await removeCampaign(view.core, view.caller, { id: wholeIn(view.parameters.id) })
    return { goTo: await withToast(view, '/book/campaigns') }
  },
}
