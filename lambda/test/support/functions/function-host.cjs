/**
 * Runs one bundled handler as Lambda does: a process of its own that answers one request at a time. Beside the answer
 * goes what it took: milliseconds of processor time, and the highest resident memory of the process during that request.
 */
const { readFileSync, writeFileSync } = require('node:fs');
const { handler } = require(process.argv[2]);

/** Kilobytes. Linux resets its high-water mark on request; elsewhere the mark is that of the process's whole life. */
function peakMemory() {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

function resetPeak() {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // No Linux, or not allowed: the mark only grows.
  }
}

process.on('message', async ({ request }) => {
  resetPeak();
  const start = process.cpuUsage();
  const outcome = await Promise.resolve(handler(request, {})).then(
    answer => ({ answer }),
    error => ({ error: `${error.name}: ${error.message}` }),
  );
  const { user, system } = process.cpuUsage(start);
  process.send({ ...outcome, cpuMilliseconds: (user + system) / 1000, peakMegabytes: peakMemory() / 1024 });
});
process.send({ ready: true });
