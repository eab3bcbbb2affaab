import { readdir, stat } from 'node:fs/promises'
import { basename, isAbsolute, join } from 'node:path'
import type { HoldMusic, HoldMusicFile } from '../core/pbx/hold-music.ts'
import type { Ami } from './ami.ts'

/** The classes of hold music in the PBX's configuration, with what is included there. */
export async function holdMusicClasses(ami: Ami): Promise<HoldMusic[]> {
  const [answer = {}] = await ami.list({ Action: 'GetConfig', Filename: 'musiconhold.conf' })
  const classes: HoldMusic[] = []
  for (const [key, name] of Object.entries(answer)) {
    const [, number] = /^Category-(\d+)$/.exec(key) ?? []
    if (number === undefined || name === 'general') continue
    const lines = Object.entries(answer).filter(([line]) => line.startsWith(`Line-${number}-`))
    const directory = lines.map(([, line]) => /^directory\s*=>?\s*(.+)$/.exec(line)?.[1]).find(Boolean)
    classes.push({ name, ...(await lookInto(directory ?? '')) })
  }
  return classes
}

/** What is in a folder of the PBX, where it is one of this machine. */
async function lookInto(directory: string): Promise<Omit<HoldMusic, 'name'>> {
  const unknown = { folder: basename(directory), changedAt: null, files: [] }
  if (!isAbsolute(directory)) return unknown
  try {
    const { mtimeMs } = await stat(directory)
    const files: HoldMusicFile[] = []
    for (const entry of await readdir(directory, { withFileTypes: true })) {
      if (!entry.isFile() || entry.name.startsWith('.')) continue
      const { size, mtimeMs: changedAt } = await stat(join(directory, entry.name))
      files.push({ name: entry.name, bytes: size, changedAt })
    }
    files.sort((one, other) => (one.name < other.name ? -1 : 1))
    return { folder: basename(directory), changedAt: mtimeMs, files }
  } catch {
    return unknown
  }
}
