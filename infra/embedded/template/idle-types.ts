/**
 * Resource types that may stand in a template although nothing happens for them here, each with the reason why that
 * does no harm. A type that is neither in this list nor has a reader stops the boot.
 */
export const IDLE_TYPES: Readonly<Record<string, string>> = {
  'AWS::CDK::Metadata': 'tells which constructs were used',
  'AWS::CloudWatch::Alarm': 'alarms watch metrics, which a desk does not keep',
  'AWS::CloudWatch::CompositeAlarm': 'alarms watch metrics, which a desk does not keep',
  'AWS::CloudWatch::Dashboard': 'draws metrics, which a desk does not keep',
  'AWS::KMS::Alias': 'names a key',
  'AWS::Lambda::Permission':
    'the API, the rules and the schedules of the template may always invoke their targets',
  'AWS::Logs::LogGroup': 'all log lines go to one sink, given at boot',
  'AWS::Logs::MetricFilter': 'makes metrics, which a desk does not keep',
  'AWS::Logs::QueryDefinition': 'a saved query for people',
  'AWS::Logs::ResourcePolicy': 'nothing but the runtime writes log lines',
  'AWS::SNS::Subscription': 'alarms are not raised, so nobody is told',
  'AWS::SNS::Topic': 'serves alarms, which are not raised',
  'AWS::SNS::TopicPolicy': 'serves alarms, which are not raised',
  'AWS::SQS::QueuePolicy':
    'serves as dead letter target only: dead letters are kept in a file of the data folder',
  'AWS::Scheduler::ScheduleGroup': 'groups schedules for people',
};
