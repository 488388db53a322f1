/** Text for `contains` and `startsWith`, which Prisma hands to LIKE as it is: there `%`, `_` and `\` mean something. */
export const likeText = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
