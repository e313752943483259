export const contents: readonly { title: string; pages: readonly string[] }[];
