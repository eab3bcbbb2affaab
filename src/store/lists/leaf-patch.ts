import { compareKeys, type PhoneKey } from './leaf.ts'

/** What a delta says of one leaf of its base. A phone may have left and come again. */
export interface LeafPatch {
  readonly left: Set<PhoneKey>
  readonly came: Set<PhoneKey>
}

/** The keys of a leaf as the patch has them, in ascending order. */
export function patchedKeys(keys: PhoneKey[], patch: LeafPatch | undefined): PhoneKey[] {
  if (!patch) return keys
  const { left, came } = patch
  const kept = keys.filter((key) => !left.has(key) && !came.has(key))
  return [...kept, ...came].sort(compareKeys)
}

/** Whether a leaf has a key by its patch; undefined where the patch does not say. */
export function hasByPatch(key: PhoneKey, patch: LeafPatch | undefined): boolean | undefined {
  if (patch?.came.has(key)) return true
  return patch?.left.has(key) ? false : undefined
}
