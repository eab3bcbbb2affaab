import { findSounds } from '../../../core/sound/find-sounds.ts'
import { type Sound, soundTexts } from '../../../core/sound/sound.ts'
import { type Html, html } from '../../html.ts'
import { name, nextLink, sheet } from '../../parts.ts'
import { sentForm } from '../../sent-form.ts'
import type { Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'

const pageSize = 50

/** The announcements, the newest first, each to be heard, and the form that takes a file. */
export const announcementsPage: Route = {
  method: 'GET',
  path: '/announcements',
  async answer(view) {
    const { core, caller, t, query } = view
    const before = wholeIn(query.get('before'))
    const found = await findSounds(core, caller, {})
    const older = found.filter(({ id }) => before === 0 || id < before).toReversed()
    const sounds = older.slice(0, pageSize)
    const last = older.length > pageSize ? sounds.at(-1) : undefined
    const titles = [t('announcements.name'), t('groups.changed')]
    return {
      title: t('announcements.title'),
      nav: 'nav.campaigns',
      content: html`<p><a href="/book/campaigns">${t('nav.campaigns')}</a></p><p>${t('announcements.about')}</p>${
        sounds.length === 0
          ? html`<p>${t('announcements.empty')}</p>`
          : sheet(
              t('announcements.title'),
              titles,
              sounds.map((each) => row(view, each)),
            )
      }${last && nextLink(view, '/book/announcements', { before: String(last.id) })}${view.may('sound.add') && addForm(view)}`,
    }
  },
}

/** The control by which an announcement is heard. Nothing of it is loaded before. */
export function player({ t }: View, sound: Sound): Html {
  const label = t('announcements.listenTo', { name: sound.name })
  return html`<audio controls preload="none" src="/book/announcements/${sound.id}/sound.wav" aria-label="${label}"></audio>`
}

function row(view: View, sound: Sound): Html {
  const { id, description, updatedAt } = sound
  return html`<tr><td class="text"><a href="/book/announcements/${id}">${name(sound.name)}</a>${description !== '' && html`<div class="faint">${name(description)}</div>`}<div>${player(view, sound)}</div></td><td class="when">${view.moment(updatedAt)}</td></tr>`
}

function addForm(view: View): Html {
  const { t } = view
  const form = sentForm(view, 'announcement')
  const accept = '.wav,.mp3,.ogg,.oga,.opus,audio/wav,audio/mpeg,audio/ogg'
  const fields = html`${form.input(t('announcements.name'), 'name', { needed: true, longest: soundTexts.name })}${form.input(t('groups.description'), 'description', { longest: soundTexts.description })}${form.file(t('announcements.file'), 'file', { accept, hint: t('announcements.fileHint') })}<button>${t('announcements.add')}</button>`
  return html`<h2>${t('announcements.new')}</h2>${form.sendFile('/book/announcements', fields, 'stack')}`
}
