/** The end of a file's name that is kept. */
const longest = 100

/** The name under which the book keeps the file of an announcement: an id that no other has, and the end of its own. */
export function keptNameOf(id: string, filename: string): string {
  return `${id}-${filename.replace(/[^\p{L}\p{N}._-]/gu, '_').slice(-longest)}`
}
