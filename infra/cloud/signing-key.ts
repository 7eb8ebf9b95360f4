/**
 * The key that signs receipts: P-256, which KMS offers in both partitions and every browser can verify. It is kept for good, because
 * receipts are shown for as long as their filings are; KMS never gives its private half away, and it is not for encrypting anything.
 */
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

export class SigningKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      alias: `alias/${Stack.of(this).stackName}-receipts`,
      description: 'Signs the receipts of the budget monitoring',
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
