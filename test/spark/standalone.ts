import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { end, start } from '../../scripts/setup/processes.mjs';
import type { Spark } from '../../scripts/setup/spark';
import { Spoken } from './spoken';

const everywhere = ['--host', '127.0.0.1', '--port', '0', '--webui-port', '0'];

/** A standalone cluster on the loopback: a master, and workers of one core each, every one a process of its own. */
export class Standalone {
  private constructor(
    readonly master: string,
    private readonly children: readonly ChildProcess[],
  ) {}

  static async start(spark: Spark, folder: string, workers: number): Promise<Standalone> {
    const first = daemon(spark, folder, 'master.Master', []);
    const children = [first.child];
    try {
      const [master = ''] = /spark:\/\/\S+/.exec(await first.line(/Starting Spark master at/)) ?? [];
      for (let i = 0; i < workers; i++) {
        const words = ['--cores', '1', '--memory', '1g', '--work-dir', join(folder, `worker-${i}`), master];
        const worker = daemon(spark, folder, 'worker.Worker', words);
        children.push(worker.child);
        await worker.line(/Successfully registered with master/);
      }
      return new Standalone(master, children);
    } catch (error) {
      await Promise.all(children.map(child => end(child)));
      throw error;
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.children.map(child => end(child)));
  }
}

function daemon(spark: Spark, folder: string, name: string, words: readonly string[]): Spoken {
  const command = join(spark.submit, '../spark-class');
  const options = { env: spark.env, cwd: folder };
  return new Spoken(start(command, [`org.apache.spark.deploy.${name}`, ...everywhere, ...words], options));
}
