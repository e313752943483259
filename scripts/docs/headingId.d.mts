export function headingId(text: string): string;
