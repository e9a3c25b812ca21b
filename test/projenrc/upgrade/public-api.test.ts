import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiBreaks, PRESENT_API } from '../../../projenrc/upgrade/public-api';

describe('the public API', () => {
  const folder = mkdtempSync(join(tmpdir(), 'public-api-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('has everything that the previous release had', () => {
    expect(apiBreaks()).toEqual([]);
  });

  test('fails where a property of the construct, or a value of an enum, has another name', () => {
    const present = join(folder, 'assembly.json');
    const assembly = JSON.stringify(JSON.parse(readFileSync(PRESENT_API, 'utf8')));
    writeFileSync(present, assembly.replaceAll('"name":"apiUrl"', '"name":"apiAddress"').replaceAll('"name":"BOTTOM_RIGHT"', '"name":"LOWER_RIGHT"'));
    const keys = apiBreaks(present).map((line) => /\[([^\]]*)\]$/.exec(line)?.[1]);
    expect(keys).toEqual(expect.arrayContaining([
      'removed:cdk-image-management-system.ImageManagementSystem.apiUrl',
      'removed:cdk-image-management-system.WatermarkPosition.BOTTOM_RIGHT',
    ]));
  });

  test('breaks on purpose only with a reason', () => {
    const lines = readFileSync(join(__dirname, '../../../.compatignore'), 'utf8').split('\n').filter(Boolean);
    const unexplained = lines.filter((line, at) => !line.startsWith('#') && !lines[at - 1]?.startsWith('#'));
    expect(unexplained).toEqual([]);
  });
});
