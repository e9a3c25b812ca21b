// Preloaded into the CDK CLI: ends it when our process is gone, by SIGKILL
// included. It would otherwise go on asking for an emulator that has ended too.
process.stdin.once('end', () => process.exit(1)).resume();
process.stdin.unref();
