import { createHash } from 'node:crypto'
import { findHoldMusic } from '../../../../core/pbx/find-hold-music.ts'
import type { HoldMusic } from '../../../../core/pbx/hold-music.ts'
import { arrayOf, constant, exactly, integer, type Shown, string } from '../../../schemas.ts'
import { id } from '../../about.ts'
import { jalaliDate } from '../../dates.ts'
import { found } from '../../envelope.ts'
import { operation } from '../../operation.ts'
import { readConditions, searchBody } from '../../search.ts'

const shownMusic = { file: string, size: string, date: string, type: constant('file') }

const shownClass = {
  ...{ _id: id, name: string, date: string, path: string, count: integer, musics: arrayOf(exactly(shownMusic)) },
}

/** Finds the classes of hold music that the PBX has, all at once and not in pages. */
export const musiconholdsSearch = operation({
  name: 'pbx/musiconholds/search',
  page: '2-SimotelAPI/v4/7-musiconhold/2-musiconhold_search.md',
  about: () => ({ summary: 'Find hold music', body: searchBody(['name']), data: arrayOf(exactly(shownClass)) }),
  async handle(core, { caller, body, settings }) {
    const { name } = readConditions(body, ['name'])
    const wanted = name?.text.toLowerCase() ?? ''
    const classes = (await findHoldMusic(core, caller)).filter((each) =>
      name?.alike ? each.name.toLowerCase().includes(wanted) : !name || each.name === name.text,
    )
    return found(classes.map((each) => classRow(each, settings.timeZone)))
  },
})

function classRow({ name, folder, changedAt, files }: HoldMusic, timeZone: string): object {
  return {
    _id: idOf(name),
    name,
    date: changedAt === null ? '' : jalaliDate(changedAt, timeZone),
    path: folder,
    count: files.length,
    musics: files.map(
      (file) =>
        ({
          file: file.name,
          size: sizeOf(file.bytes),
          date: jalaliDate(file.changedAt, timeZone).slice(0, 16),
          type: 'file',
        }) satisfies Shown<typeof shownMusic>,
    ),
  } satisfies Shown<typeof shownClass>
}

/** The PBX has no ids of classes: theirs follow from their names. */
function idOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 24)
}

/** `55.18 KB`. */
function sizeOf(bytes: number): string {
  const [unit, size] = bytes < 1024 * 1024 ? ['KB', 1024] : ['MB', 1024 * 1024]
  return `${(bytes / size).toFixed(2)} ${unit}`
}
