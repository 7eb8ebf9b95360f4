/** A key of the template that signs: the only kind of key that does something at the desk. */
export interface KeySettings {
  readonly id: string;
  readonly arn: string;
}
