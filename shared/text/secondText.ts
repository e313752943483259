/** An ISO 8601 time in UTC as one reads it, to the second: `2011-08-16 10:19:26`. */
export const secondText = (time: string) => time.slice(0, 19).replace('T', ' ');
