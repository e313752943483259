import type { CaptureFormat } from '../../../../shared/protocol/reading';
import { formats, recognise, type Recognised } from './formats/formats';
import type { AskedFormat } from './reading';
import { CaptureSource, type Head } from './source';

/** As what a file is read, by its beginning and by what was asked. Rejects, naming the file, when it cannot be read. */
export async function formatOf(path: string, asked: AskedFormat): Promise<CaptureFormat> {
  const { head } = await CaptureSource.open(path, '');
  const found = recognisedOrWhy(head, asked);
  return {
    ...('error' in found
      ? { format: '', title: '', error: found.error }
      : { format: found.format.name, title: found.format.title }),
    isSaid: asked.format !== undefined || asked.mapping !== undefined,
    isMapped: asked.mapping !== undefined,
    formats: formats.map(({ name, title }) => ({ name, title })),
  };
}

/** As `recognise`; what it throws of a reading that does not suit the file is why it is none. */
export function recognisedOrWhy(head: Head, asked: AskedFormat): Recognised | { error: string } {
  try {
    return recognise(head, asked);
  } catch (error) {
    return { error: (error as Error).message };
  }
}
