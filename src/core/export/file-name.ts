/** Letters of a name that stand in the name of its file. With four bytes each they leave room below the limit of 255. */
const longest = 50

/**
 * The name of the file of a group: its id, which no other has, and what letters and digits of its name are safe in every file
 * system. Group 17 "Kunden / Süd" in csv is `17-Kunden-Süd.csv`.
 */
export function fileNameOf(group: { readonly id: number; readonly name: string }, extension: string): string {
  const words = group.name.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
  const short = [...words].slice(0, longest).join('').replace(/^-|-$/g, '')
  return `${group.id}${short && `-${short}`}.${extension}`
}
