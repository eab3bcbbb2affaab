import type { InboundRoute } from '../../../core/inbound-route/inbound-route.ts'
import { findSoundUses } from '../../../core/sound/find-sound-uses.ts'
import { getSound, openSound } from '../../../core/sound/open-sound.ts'
import { soundTexts } from '../../../core/sound/sound.ts'
import { type Html, html } from '../../html.ts'
import { name, phone, postForm } from '../../parts.ts'
import { sentForm } from '../../sent-form.ts'
import type { Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { player } from './announcements.ts'

/** An announcement: to be heard, where it is played, and the form that changes its name. */
export const announcementPage: Route = {
  method: 'GET',
  path: '/announcements/:id',
  async answer(view) {
    const { core, caller, t, parameters } = view
    const sound = await getSound(core, caller, { id: wholeIn(parameters.id) })
    const { campaigns, routes } = await findSoundUses(core, caller, sound)
    const uses = [
      ...campaigns.map(
        (each) => html`${t('announcements.campaign')} <a href="/book/campaigns/${each.id}">${name(each.name)}</a>`,
      ),
      ...routes.map((each) => routeOf(view, each)),
    ]
    const form = sentForm(view, 'announcement')
    const fields = html`${form.input(t('announcements.name'), 'name', { value: sound.name, needed: true, longest: soundTexts.name })}${form.input(t('groups.description'), 'description', { value: sound.description, longest: soundTexts.description })}<button>${t('page.save')}</button>`
    const at = `/book/announcements/${sound.id}`
    const remove = html`<button class="quiet danger">${t('announcements.remove')}</button>`
    return {
      title: sound.name,
      nav: 'nav.campaigns',
      content: html`<p><a href="/book/announcements">${t('announcements.title')}</a></p>${sound.description !== '' && html`<p>${name(sound.description)}</p>`}<p>${player(view, sound)}</p>
<h2>${t('announcements.uses')}</h2>${uses.length === 0 ? html`<p>${t('announcements.unused')}</p>` : html`<ul class="plain">${uses.map((each) => html`<li>${each}</li>`)}</ul>`}
${view.may('sound.update') && html`<details${view.form.get('form') === 'announcement' && html` open`}><summary>${t('announcements.change')}</summary>${form.send(at, fields, 'stack')}</details>`}
${view.may('sound.remove') && postForm(view, `${at}/remove`, remove, 'spaced')}`,
    }
  },
}

/** A route of calls that come in: `Calls to 021…, by the trunk provider`. */
function routeOf({ t }: View, { number, isPrefix, trunk }: InboundRoute): Html {
  const called = number === '' ? t('announcements.everyNumber') : phone(isPrefix ? `${number}…` : number)
  return html`${t('announcements.route')} ${called}${trunk !== null && html` ${t('announcements.by')} ${name(trunk)}`}`
}

/** The sound, as the PBX plays it. */
export const announcementSound: Route = {
  method: 'GET',
  path: '/announcements/:id/sound.wav',
  async answer({ core, caller, parameters }) {
    const { bytes } = await openSound(core, caller, { id: wholeIn(parameters.id) })
    return { sound: bytes, type: 'audio/wav' }
  },
}
