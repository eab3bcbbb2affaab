/** The argument of commands that act on one campaign. */
export const campaignArgument = ['<campaign>', 'its id, its hex id or its whole name'] as const
