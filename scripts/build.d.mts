export function build(options?: { production?: boolean }): Promise<number>;
