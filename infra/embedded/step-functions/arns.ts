/** Names made of names: an execution lies under its machine, and a machine's role in its account. */

export function executionArn(machineArn: string, executionName: string): string {
  return `${machineArn.replace(':stateMachine:', ':execution:')}:${executionName}`;
}

export function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}

export function roleArn(machine: { readonly arn: string; readonly roleName: string }): string {
  const [, partition, , , account] = machine.arn.split(':');
  return `arn:${partition}:iam::${account}:role/${machine.roleName}`;
}
