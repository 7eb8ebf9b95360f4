/**
 * The checks of evidence and of the extra block under key monitoring (V32). What a file is has been told by its content when it was
 * uploaded; its name and what the sender said count for nothing.
 */
import { type Content, type KeyField, keyFields } from './content.ts';
import { mostFileBytes, mostFiles, mostFileText } from './file-limits.ts';
import { block, type Finding } from './finding.ts';
import type { FileFacts, Ground } from './ground.ts';
import { isFilled } from './written.ts';

export function fileFindings(content: Content, { subject, files }: Ground): readonly Finding[] {
  const attached = content.files ?? [];
  const known = new Map(Object.entries(files));
  const each = attached.flatMap(({ file }, index) => {
    const facts = known.get(file);
    const wrong = whatIsWrong(facts);
    if (wrong === null) return [];
    const name = facts === undefined ? `第${index + 1}个附件` : `附件“${facts.name}”`;
    return [block(`/files/${index}`, 'V32', `${name}${wrong}`)];
  });
  return [
    ...(subject.keyMonitoring ? keyBlockFindings(content) : []),
    ...(subject.keyMonitoring && attached.length === 0 ? [noEvidence] : []),
    ...(attached.length > mostFiles ? [tooMany(attached.length)] : []),
    ...each,
  ];
}

function whatIsWrong(facts: FileFacts | undefined): string | null {
  if (facts === undefined) return '没有上传成功，请重新上传或从清单中删除。';
  if (facts.bytes === 0) return '是空文件，请重新上传。';
  if (facts.bytes > mostFileBytes) return `大于${mostFileText}，请压缩或拆分后重新上传。`;
  return facts.type === null ? '的内容不是PDF、PNG或JPG（改扩展名无效），请转换格式后重新上传。' : null;
}

const noEvidence = block('/files', 'V32', '重点绩效监控对象至少要上传1份佐证附件，请补充。');

function tooMany(count: number): Finding {
  return block('/files', 'V32', `附件共${count}个，最多${mostFiles}个，请删减或合并。`);
}

/** Bodies under key monitoring answer every field of their block, if only with 不涉及. */
function keyBlockFindings({ keyBlock = {} }: Content): readonly Finding[] {
  const empty = (Object.keys(keyFields) as KeyField[]).filter((field) => !isFilled(keyBlock[field]));
  return empty.map((field) =>
    block(`/keyBlock/${field}`, 'V32', `重点绩效监控对象必须填写“${keyFields[field]}”，没有的请写“不涉及”。`),
  );
}
