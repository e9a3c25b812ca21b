import { writeFileSync } from 'node:fs';
import { TABLET, translateExamples } from './examples/translate';

/** Writes .jsii.tabl.json: the examples in the languages of the packages. */
writeFileSync(TABLET, translateExamples(process.cwd()));
