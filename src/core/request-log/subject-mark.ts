/** A number by which the subject of a change is known again, and that does not tell it. */
export function subjectMark(subject: string): number {
  let mark = 2166136261
  for (let at = 0; at < subject.length; at++) mark = Math.imul(mark ^ subject.charCodeAt(at), 16777619)
  return mark >>> 0
}
