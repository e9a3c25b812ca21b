import { Duration } from 'aws-cdk-lib';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { BoundModeration, ModerationContext } from './bound-moderation';
import { bindFunction } from './function-moderation';
import { bindRekognition, RekognitionSettings } from './rekognition-moderation';
import { fail, failUnknown, firstDuplicate, requireMatch, requireNumber, requireWhole } from '../options/check';

/**
 * Options of `Moderation.function()`.
 */
export interface FunctionModerationOptions {
  /**
   * Timeout of one call, in whole seconds, 1 to 100. A call that times out is retried once; then the image is `failed`.
   *
   * The timeouts of all moderations of a system may add up to 70 seconds; 100 without a watermark. With AVIF it is 10, or 70
   * without a watermark.
   *
   * @default Duration.seconds(10)
   */
  readonly timeout?: Duration;
}

/**
 * Options of `Moderation.rekognition()`.
 */
export interface RekognitionModerationOptions {
  /**
   * Confidence of Amazon Rekognition in a label that rejects the image, in percent, 0 to 100. A lower value rejects more
   * images.
   *
   * @default 80
   */
  readonly minConfidence?: number;

  /**
   * Labels that reject an image, of any level of Rekognition's taxonomy, spelled as there: `Explicit`, `Violence`,
   * `Drugs & Tobacco`. A label includes those below it.
   *
   * @default - every label
   */
  readonly labels?: string[];
}

/**
 * Moderates every image before it is ready, and may reject it. A rejected image has the reason `content-refused`, and its
 * files are deleted. Without a verdict the image is `failed`: only accepted images are published.
 */
export abstract class Moderation {
  /**
   * Your own function: another moderation service, an antivirus scan, a custom rule. Its request names the original and
   * JPEG files of the decoded image; it returns `{"outcome":"accepted"}` or `{"outcome":"rejected","reason":"…"}`.
   * docs/moderation.md describes both. Its role gets permission to read these files.
   *
   * @param handler a function of the same account and region. A function imported without its role gets no permissions:
   *   docs/moderation.md lists the ones it needs
   * @param options timeout of a call
   */
  public static function(handler: IFunction, options: FunctionModerationOptions = {}): Moderation {
    const { timeout = Duration.seconds(10) } = options;
    if (timeout.isUnresolved()) failUnknown('timeout of Moderation.function()', 'write the duration itself');
    requireWhole('timeout of Moderation.function(), in seconds,', timeout.toSeconds({ integral: false }), { min: 1, max: 100 });
    return new FunctionModeration(handler, timeout);
  }

  /**
   * Amazon Rekognition's moderation labels. It analyzes a JPEG of the decoded image, so every upload type is moderated, and
   * up to five frames of an animation. Rekognition must be available in the region and bills each analyzed image, which
   * `estimateMonthlyCost` includes.
   *
   * @param options which labels reject an image, and the required confidence
   */
  public static rekognition(options: RekognitionModerationOptions = {}): Moderation {
    const { minConfidence = 80, labels } = options;
    requireNumber('minConfidence of Moderation.rekognition()', minConfidence, { min: 0, max: 100 });
    if (labels) checkLabels(labels);
    return new RekognitionModeration({ minConfidence, labels });
  }

  protected constructor() {}

  /**
   * Of one attempt.
   *
   * @internal
   */
  public abstract readonly _timeout: Duration;

  /**
   * Whether it uses Rekognition, which bills each image.
   *
   * @internal
   */
  public abstract readonly _billsPictures: boolean;

  /**
   * @internal
   */
  public abstract _bind(scope: Construct, id: string, context: ModerationContext): BoundModeration;
}

class FunctionModeration extends Moderation {
  public readonly _billsPictures = false;

  constructor(private readonly handler: IFunction, public readonly _timeout: Duration) {
    super();
  }

  public _bind(scope: Construct, id: string, context: ModerationContext): BoundModeration {
    return bindFunction(scope, id, context, this.handler, this._timeout);
  }
}

class RekognitionModeration extends Moderation {
  public readonly _billsPictures = true;
  /** A call usually takes less than a second, and calls run in parallel. */
  public readonly _timeout = Duration.seconds(5);

  constructor(private readonly settings: RekognitionSettings) {
    super();
  }

  public _bind(_scope: Construct, _id: string, context: ModerationContext): BoundModeration {
    return bindRekognition(context, this.settings, this._timeout);
  }
}

function checkLabels(labels: readonly string[]): void {
  const subject = 'labels of Moderation.rekognition()';
  if (labels.length === 0) fail(subject, 'at least one', 'none', 'leave labels out for every label');
  // No quotes: the labels are inserted into quoted strings.
  for (const label of labels) {
    requireMatch(subject, label, /^[A-Za-z0-9][A-Za-z0-9 &,()/-]{0,99}$/, 'labels of Rekognition, such as \'Drugs & Tobacco\'');
  }
  const twice = firstDuplicate(labels);
  if (twice !== undefined) fail(subject, 'different from each other', `'${twice}' twice`);
}
