/**
 * Kind of Step Functions workflow that processes an image.
 */
export enum WorkflowType {
  /**
   * Billed by duration: about a two-hundredth of a standard workflow's price for an image. An execution ends within
   * 5 minutes, and its history is what the log group holds.
   */
  EXPRESS = 'EXPRESS',

  /**
   * Billed by state transition, with 90 days of execution history in the console.
   */
  STANDARD = 'STANDARD',
}
