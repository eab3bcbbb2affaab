/** Whether this is `npm run test:fast`, which needs no PostgreSQL, no PBX and no browser: a test that does skips itself then. */
export const isFastRun: boolean = process.env.TEST_FAST === '1'
