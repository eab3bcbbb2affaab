import { compareKeys, type PhoneKey } from './leaf.ts'

/** What a delta says of one leaf of its base. A phone may have left and come again. */
export interface LeafPatch {
  readonly left: Set<PhoneKey>
  readonly came: Set<PhoneKey>
}

/** The keys of a leaf as the patch has them, in ascending order. */
export function patchedKeys(keys: PhoneKey[], patch: LeafPatch | undefined): PhoneKey[] {
  if (!patch) return keys
  const patched = keys.slice()
  for (const key of patch.left) {
    const place = placeOf(patched, key)
    if (patched[place] === key) patched.splice(place, 1)
  }
  for (const key of patch.came) {
    const place = placeOf(patched, key)
    if (patched[place] !== key) patched.splice(place, 0, key)
  }
  return patched
}

/** The place of the first of the keys, which ascend, that is not below a key. */
function placeOf(keys: readonly PhoneKey[], key: PhoneKey): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareKeys(keys[middle] as PhoneKey, key) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** Whether a leaf has a key by its patch; undefined where the patch does not say. */
export function hasByPatch(key: PhoneKey, patch: LeafPatch | undefined): boolean | undefined {
  if (patch?.came.has(key)) return true
  return patch?.left.has(key) ? false : undefined
}
