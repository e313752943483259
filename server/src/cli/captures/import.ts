import { fileBytes } from '../../base/files/compression';
import { writeOut } from '../../base/files/writeDraft';
import { UsageError, type Command } from '../command';
import { count } from '../console';

export const importCapture: Command = {
  name: 'import',
  takes: 'FILE',
  about:
    'Makes flows of packets (pcap, pcapng), records of Argus or of nfdump (nfcapd), by a tool that is installed; prints the command lines before they run.',
  options: [
    {
      name: 'tool',
      value: 'NAME',
      words:
        'argus, zeek, nfdump or tshark; without it, the first of them that is installed and reads the file.',
    },
    {
      name: 'out',
      value: 'FILE',
      path: 'written',
      words: 'Write the flows there too; they are kept in the cache.',
    },
  ],
  examples: ['import traffic.pcap', 'import traffic.pcapng.gz --tool tshark --out flows.csv'],
  async run(call, console, open) {
    const [file, ...more] = call.files;
    if (file === undefined || more.length > 0) throw new UsageError('name one FILE.');
    const engine = await open();
    const plan = await engine.importPlan(file);
    const asked = call.text('tool');
    const tool = asked === undefined ? plan.tools[0] : plan.tools.find(({ name }) => name === asked);
    if (!tool)
      throw new UsageError(
        `--tool: ${plan.title} are read by ${plan.tools.map(({ name }) => name).join(', ')}, not "${asked ?? ''}".`,
      );
    if (tool.commands.length === 0)
      throw new Error(
        `${file}: ${(asked === undefined ? plan.tools : [tool]).map(({ missing }) => missing ?? '').join(' ')}`,
      );
    console.say(...tool.commands.map(command => `runs ${command}`));
    const made = await engine.importCapture(file, tool.name, {
      onProgress: (program, bytes) => console.progress(`${program}: ${(bytes / 2 ** 20).toFixed(1)} MiB`),
    });
    console.clear();
    const out = call.text('out');
    if (out !== undefined)
      await writeOut(out, async put => {
        for await (const part of fileBytes(made.path)) await put(Uint8Array.from(part));
      });
    const { flows, format } = await engine.summary([made.path]);
    const path = out ?? made.path;
    if (call.has('json'))
      return console.json({
        tool: tool.name,
        commands: tool.commands,
        format,
        flows,
        path,
        cached: made.cached,
      });
    console.lines(
      `${count(flows)} flows by ${tool.name}${made.cached ? ', from the cache' : ''}, in ${path}`,
    );
  },
};
