/**
 * How often a test does what it repeats: `usual` times in every run, `thorough` times in `npm run test:thorough`, which takes the better
 * part of an hour more.
 */
export function howOften(usual: number, thorough: number): number {
  return process.env.TEST_THOROUGH ? thorough : usual
}
