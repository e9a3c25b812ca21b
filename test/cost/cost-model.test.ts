import { Duration, Size } from 'aws-cdk-lib';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { at, isObject, Json, JsonObject, list } from '../../projenrc/templates/json';
import { EC_KEY } from '../../projenrc/templates/public-keys';
import { createStack, read, synthesize } from '../../projenrc/templates/synth';
import {
  CostEstimate, CostKind, CostOptions, Delivery, ImageFormat, ImageManagementSystem, ImageManagementSystemProps, ImageSize, Network,
  Watermark, WorkflowType,
} from '../../src';
import { PRICES } from '../../src/cost/prices';
import { TRANSITIONS } from '../../src/cost/processing';

const bare = new ImageManagementSystem(createStack(), 'Images');
const system = (props?: ImageManagementSystemProps) => props ? new ImageManagementSystem(createStack(), 'Images', props) : bare;
const estimate = (props?: ImageManagementSystemProps, options: Partial<CostOptions> = {}): CostEstimate =>
  system(props).estimateMonthlyCost({ imagesPerMonth: 1000, ...options });
const quantity = ({ lines }: CostEstimate, price: string, item = '') => lines.filter((line) => line.price === price && line.item.includes(item)).reduce((sum, line) => sum + line.quantity, 0);

describe('the cost without images', () => {
  test('is that of the key, the endpoints in both zones, alarms, the dashboard, and what looks for work', () => {
    const idle = estimate(undefined, { imagesPerMonth: 0 });
    expect(idle.totalUsd).toBeCloseTo(idle.fixedUsd, 10);
    const usd = Object.fromEntries(idle.lines.map(({ price, usd: amount }) => [price, Number(amount.toFixed(2))]));
    expect(usd).toMatchObject({ kmsKey: 1, interfaceEndpointHour: 29.2, dashboard: 3, queueRequest: 0.26 });
    expect(quantity(idle, 'alarmMetric')).toBeGreaterThanOrEqual(synthesize().ofType('AWS::CloudWatch::Alarm').length);
    expect(idle.processingUsdPerThousand).toBe(0);
  });

  test('is lower by the endpoints without a VPC', () => {
    expect(estimate().fixedUsd - estimate({ network: Network.none() }).fixedUsd).toBeCloseTo(29.2, 6);
  });

  test('has no key where one was brought', () => {
    const stack = createStack();
    const { encryptionKey } = new ImageManagementSystem(stack, 'First');
    const second = new ImageManagementSystem(stack, 'Second', { encryptionKey }).estimateMonthlyCost({ imagesPerMonth: 0 });
    expect(quantity(second, 'kmsKey')).toBe(0);
  });
});

describe('the cost of processing', () => {
  test('counts an upload, eight renditions, two events and one row', () => {
    const { lines } = estimate();
    const processing = lines.filter(({ kind }) => kind === CostKind.PROCESSING);
    expect(Object.fromEntries(processing.map(({ price, quantity: amount }) => [price, amount / 1000]))).toMatchObject({
      apiRequest: 3, s3Put: 9, s3Get: 2, event: 2, queueRequest: 3, tableWrite: 11, tableRead: 3, expressRequest: 1, putMetricData: 1,
    });
  });

  test('grows with a watermark by the hand-over, its reading and one more call', () => {
    const [plain, marked] = [estimate(), estimate({ watermark: Watermark.text('©') })];
    // The thumbnail takes none.
    expect(quantity(marked, 's3Put') - quantity(plain, 's3Put')).toBe(3000);
    expect(quantity(marked, 's3Get') - quantity(plain, 's3Get')).toBe(3000);
    expect(quantity(marked, 'lambdaRequest') - quantity(plain, 'lambdaRequest')).toBe(1000);
  });

  test('follows sizes and formats', () => {
    const one = estimate({ sizes: [ImageSize.of('only', { width: 100 })], formats: [ImageFormat.JPEG] });
    expect(quantity(one, 's3Put')).toBe(2000);
    expect(quantity(one, 'lambdaGbSecondArm64', 'resize')).toBeLessThan(quantity(estimate(), 'lambdaGbSecondArm64', 'resize'));
    const slow = estimate({ formats: [ImageFormat.AVIF], watermark: Watermark.text('©') }, { viewsPerImage: 0 });
    expect(quantity(slow, 'lambdaRequest')).toBe(8000 + 3000);
  });

  // holds: promise.cost
  test('takes the memory of the functions as they are, and the price of their processor', () => {
    const { lines } = estimate({ architecture: Architecture.X86_64 });
    expect(lines.map(({ item }) => item)).toContainEqual(expect.stringMatching(/^resize: 1769 MB, \d+ ms$/));
    expect(lines.filter(({ price }) => price === 'lambdaGbSecondArm64')).toEqual([]);
    const [{ quantity: gbSeconds, item }] = lines.filter(({ price, item: text }) => price === 'lambdaGbSecondX64' && text.startsWith('resize'));
    expect(gbSeconds).toBeCloseTo(1000 * 1769 / 1024 * Number(/, (\d+) ms/.exec(item)![1]) / 1000, 0);
  });

  test('knows no metric that nobody writes: custom metrics are billed by the hours with images', () => {
    expect(quantity(estimate(undefined, { imagesPerMonth: 73 }), 'customMetric')).toBeCloseTo(0.4, 6);
    expect(quantity(estimate(undefined, { imagesPerMonth: 1e6 }), 'customMetric')).toBe(4);
  });

  test('has every trace below one a second, and a twentieth above', () => {
    const month = 730 * 3600;
    expect(quantity(estimate(undefined, { viewsPerImage: 0 }), 'traceRecorded')).toBeCloseTo(6000 + month / 300, 6);
    expect(quantity(estimate(undefined, { imagesPerMonth: 1e9, viewsPerImage: 0 }), 'traceRecorded')).toBeLessThan(0.06 * 6e9);
  });
});

/** States that an image passes on its way to "ready": a task by its next, a choice by its first way that leads on. */
function statesToReady(props: ImageManagementSystemProps): number {
  const { properties } = synthesize(props).one('AWS::StepFunctions::StateMachine', 'Workflow');
  const texts = list(at(properties, 'DefinitionString', 'Fn::Join', 1)).map((part) => (typeof part === 'string' ? part : 'reference'));
  const { StartAt, States } = JSON.parse(texts.join('')) as { StartAt: string; States: Record<string, JsonObject> };
  const accepts = (choice: Json): boolean => isObject(choice) && (choice.StringEquals === 'accepted' || choice.Variable === '$.recorded.event');
  let count = 0;
  for (let name: Json = StartAt; typeof name === 'string'; count++) {
    const state: JsonObject = States[name];
    const chosen = list(state.Choices).find(accepts);
    if (state.Type === 'Map') count++;
    name = state.Type === 'Choice' ? at(chosen, 'Next') ?? state.Default : state.Next;
  }
  return count;
}

describe('the workflow', () => {
  test.each<[string, ImageManagementSystemProps, number]>([
    ['without a watermark', {}, TRANSITIONS.plain],
    ['with one', { watermark: Watermark.text('©') }, TRANSITIONS.watermark],
  ])('%s has as many transitions as the model says, start and end included', (_name, props, transitions) => {
    expect(statesToReady(props) + 2).toBe(transitions);
  });

  test('is billed by transitions as Standard, and by starts and time as Express', () => {
    const standard = estimate({ workflowType: WorkflowType.STANDARD });
    expect(quantity(standard, 'standardTransition')).toBe(1000 * TRANSITIONS.plain);
    expect([quantity(standard, 'expressRequest'), quantity(estimate(), 'standardTransition')]).toEqual([0, 0]);
    const million = { imagesPerMonth: 1e6 };
    const perThousand = (props: ImageManagementSystemProps) => estimate(props, million).processingUsdPerThousand;
    expect(perThousand({ workflowType: WorkflowType.STANDARD }) / perThousand({})).toBeGreaterThan(2);
  });
});

describe('the cost of storage', () => {
  const kept = { imagesPerMonth: 1000, averageSize: Size.bytes(2_000_000), monthsKept: 12 };
  const days = (count: number) => Duration.days(count);

  test('is that of as many months as images are kept', () => {
    expect(quantity(estimate(undefined, kept), 's3StandardGb', 'originals')).toBeCloseTo(2 * 12, 6);
    expect(quantity(estimate(undefined, { ...kept, monthsKept: 1 }), 's3StandardGb', 'originals')).toBeCloseTo(2, 6);
  });

  test('follows originals to colder storage and to their end', () => {
    const moved = estimate({
      originals: {
        transitionToInfrequentAccessAfter: days(30), transitionToGlacierInstantRetrievalAfter: days(90), expireAfter: days(180),
      },
    }, kept);
    const month = 730 / 24;
    expect(quantity(moved, 's3StandardGb', 'originals')).toBeCloseTo(2 * 30 / month, 6);
    expect(quantity(moved, 's3InfrequentAccessGb', 'originals')).toBeCloseTo(2 * 60 / month, 6);
    expect(quantity(moved, 's3GlacierInstantRetrievalGb', 'originals')).toBeCloseTo(2 * 90 / month, 6);
    expect([quantity(moved, 's3TransitionToInfrequentAccess'), quantity(moved, 's3TransitionToGlacierInstantRetrieval')]).toEqual([1000, 1000]);
  });

  test('leaves originals where they are that are smaller than what S3 moves', () => {
    const small = estimate({ originals: { transitionToInfrequentAccessAfter: days(30) } }, { ...kept, averageSize: Size.kibibytes(100) });
    expect([quantity(small, 's3InfrequentAccessGb'), quantity(small, 's3TransitionToInfrequentAccess')]).toEqual([0, 0]);
  });

  test('with Intelligent-Tiering watches the large renditions alone', () => {
    const tiered = estimate({ renditions: { intelligentTiering: true } }, kept);
    // The large size as JPEG and WebP.
    expect(quantity(tiered, 's3TransitionToIntelligentTiering')).toBe(2000);
    expect(quantity(tiered, 's3WatchedObject')).toBe(24_000);
    expect(quantity(tiered, 's3StandardGb', 'renditions')).toBeLessThan(quantity(estimate(undefined, kept), 's3StandardGb', 'renditions'));
  });
});

describe('the cost of views', () => {
  test('is billed by S3, and by CloudFront where that delivers', () => {
    const views = { viewsPerImage: 10 };
    const [s3, cloudFront] = [estimate(undefined, views), estimate({ delivery: Delivery.cloudFront({ publicKeys: [EC_KEY] }) }, views)];
    expect(quantity(cloudFront, 'cloudFrontRequest')).toBe(10_000);
    expect(quantity(cloudFront, 'cloudFrontGb')).toBeCloseTo(quantity(s3, 'downloadedGb'), 10);
    expect([quantity(cloudFront, 'downloadedGb'), quantity(s3, 'cloudFrontRequest'), quantity(s3, 'cloudFrontGb')]).toEqual([0, 0, 0]);
    expect(cloudFront.fixedUsd).toBe(s3.fixedUsd);
  });
});

describe('an estimate', () => {
  test('is the sum of its lines, each a quantity at its price', () => {
    const all = estimate(undefined, { monthlyActiveUsers: 12_000 });
    for (const { quantity: amount, price, usd } of all.lines) expect(usd).toBeCloseTo(amount * PRICES[price as keyof typeof PRICES], 10);
    expect(Object.values(CostKind).reduce((sum, kind) => sum + all.usdOf(kind), 0)).toBeCloseTo(all.totalUsd, 8);
    expect(all.usdOf(CostKind.USERS)).toBeCloseTo(30, 6);
  });

  test('takes prices of one\'s own, and says so', () => {
    const own = estimate(undefined, { prices: { kmsKey: 5 } });
    expect(own.fixedUsd - estimate().fixedUsd).toBeCloseTo(4, 6);
    expect(own.describe()).toContain('but for your own: kmsKey');
  });

  test('reads as a table, dearest line first', () => {
    const text = estimate(undefined, { imagesPerMonth: 100_000 }).describe();
    expect(text).toMatch(/^Estimate for 100000 images a month: \d+\.\d\d US dollars a month, \d+\.\d\d of it idle; 1,000 images cost 0\.\d{3} to process\.\n/);
    const amounts = [...text.matchAll(/^ *(\d+\.\d\d) {2}(?!\d+ smaller)/gm)].map(([, usd]) => Number(usd));
    expect(amounts.length).toBeGreaterThan(5);
    expect(amounts).toEqual([...amounts].sort((a, b) => b - a));
    expect(text).toContain('  idle        VPC: interface endpoints, by zone and hour');
  });

  test('is the same before and after synthesis', () => {
    const stack = createStack();
    const images = new ImageManagementSystem(stack, 'Images');
    const before = images.estimateMonthlyCost({ imagesPerMonth: 10 }).totalUsd;
    read(stack);
    expect(images.estimateMonthlyCost({ imagesPerMonth: 10 }).totalUsd).toBe(before);
  });

  test.each<[CostOptions, string]>([
    [{ imagesPerMonth: -1 }, 'imagesPerMonth must be between 0 and 1000000000000, got -1'],
    [{ imagesPerMonth: NaN }, 'imagesPerMonth must be between 0 and 1000000000000, got NaN'],
    [{ imagesPerMonth: 1, averageSize: Size.bytes(0) }, 'averageSize (in bytes) must be between 1 and 1000000000000, got 0'],
    [{ imagesPerMonth: 1, monthsKept: 1201 }, 'monthsKept must be between 0 and 1200, got 1201'],
    [{ imagesPerMonth: 1, prices: { kmsKey: -1 } }, 'prices: kmsKey must be a number of US dollars, 0 or more, got -1'],
  ])('rejects %o', (options, message) => {
    expect(() => system().estimateMonthlyCost(options)).toThrow(new Error(message));
  });

  test('rejects a price that there is not, naming those that there are', () => {
    expect(() => system().estimateMonthlyCost({ imagesPerMonth: 1, prices: { lamdba: 1 } })).toThrow(/^prices: 'lamdba' must be one of kmsKey, .*cloudFrontGb, got another name$/);
  });
});
