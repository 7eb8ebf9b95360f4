/**
 * The state machines, with their definitions in the template itself, so that tests and the embedded runtime read what is deployed.
 * A machine may invoke the functions that its definition names and nothing else.
 */
import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { type Functions, logRetention } from './functions.ts';
import { type MachineDefinition, pascalCase } from './machine-definition.ts';
import { type MachineName, machineNames } from './machine-names.ts';

export interface MachinesProps {
  readonly definitions: ReadonlyMap<MachineName, MachineDefinition>;
  readonly functions: Functions;
  readonly key: IKey;
  readonly tracing: boolean;
}

export class Machines extends Construct {
  readonly #machines = new Map<MachineName, CfnStateMachine>();

  constructor(scope: Construct, id: string, props: MachinesProps) {
    super(scope, id);
    for (const name of machineNames) this.#machines.set(name, addMachine(this, name, props));
  }

  arn(name: MachineName): string {
    return this.#get(name).attrArn;
  }

  /** The name that its executions bear in their ARNs. */
  nameOf(name: MachineName): string {
    return this.#get(name).attrName;
  }

  #get(name: MachineName): CfnStateMachine {
    const machine = this.#machines.get(name);
    if (machine === undefined) throw new Error(`state machine ${name} is not deployed`);
    return machine;
  }
}

function addMachine(parent: Construct, name: MachineName, props: MachinesProps): CfnStateMachine {
  const definition = props.definitions.get(name);
  if (definition === undefined) throw new Error(`state machine ${name} has no definition`);
  const scope = new Construct(parent, pascalCase(name));
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('states.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  });
  const substitutions: Record<string, string> = { Partition: Aws.PARTITION };
  for (const [placeholder, called] of definition.functions) {
    const { functionArn } = props.functions.get(called);
    substitutions[placeholder] = functionArn;
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }));
  }
  allowLogging(role);
  if (props.tracing) allowTracing(role);
  const machine = new CfnStateMachine(scope, 'Machine', {
    stateMachineType: 'STANDARD',
    definitionString: definition.text,
    definitionSubstitutions: substitutions,
    roleArn: role.roleArn,
    loggingConfiguration: logging(scope, props.key),
    tracingConfiguration: { enabled: props.tracing },
  });
  // A machine is checked when it is made: by then its role must be allowed to write the log.
  machine.node.addDependency(role);
  return machine;
}

/** Every transition is logged, but not what went through it. */
function logging(scope: Construct, key: IKey): CfnStateMachine.LoggingConfigurationProperty {
  const logGroup = new LogGroup(scope, 'Log', { retention: logRetention, encryptionKey: key });
  return {
    level: 'ALL',
    includeExecutionData: false,
    destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logGroup.logGroupArn } }],
  };
}

/** Step Functions delivers its logs through an account-wide registry, and IAM knows no narrower resource for it. */
function allowLogging(role: Role): void {
  role.addToPolicy(
    new PolicyStatement({
      actions: [
        'logs:CreateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:DescribeLogGroups',
        'logs:DescribeResourcePolicies',
        'logs:GetLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:UpdateLogDelivery',
      ],
      resources: ['*'],
    }),
  );
}

/** Traces have no resource that a policy could name. */
function allowTracing(role: Role): void {
  role.addToPolicy(
    new PolicyStatement({
      actions: [
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
        'xray:PutTelemetryRecords',
        'xray:PutTraceSegments',
      ],
      resources: ['*'],
    }),
  );
}
