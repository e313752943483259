import type { EditorServer } from '../host/server';
import type { Investigation } from './main';

export async function check(server: EditorServer, investigation: Investigation): Promise<boolean> {
  console.log(server.origin, investigation.folder);
  return false;
}
